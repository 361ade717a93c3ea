/** The files of a project: those that were uploaded, and those that batches and fine-tuning need and make. */
import { batchesOf } from '../data/batches.ts';
import { jobsOf } from '../data/fine-tuning.ts';
import type { Organization, Project, ProjectFile } from './organization.ts';

/** Every file; the batches and jobs are seeded first because they bring files along. */
export function filesOf(organization: Organization, project: Project): Map<string, ProjectFile> {
  batchesOf(organization, project);
  jobsOf(organization, project);
  return project.files;
}
