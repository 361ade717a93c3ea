/** Which fine-tuned models exist, whose they are, and which projects may use them besides. */
import { jobsOf } from '../data/fine-tuning.ts';
import { createRandom } from '../data/random.ts';
import { DAY } from '../seconds.ts';
import { stateOfOrganization } from './lazy-state.ts';
import type { Organization, Project } from './organization.ts';

export type CheckpointPermission = { id: string; created_at: number; checkpoint: string; project_id: string };

type FineTunedModel = { id: string; created: number; owner: Project };

type FineTunedModels = {
  /** By id of the permission, oldest first. */
  permissions: Map<string, CheckpointPermission>;
  deleted: Set<string>;
};

/** At the start the model of Data-Science is shared with two projects. */
export const fineTunedModels = stateOfOrganization((organization): FineTunedModels => {
  const random = createRandom(`checkpoint permissions ${organization.seed}`);
  const named = (name: string) => (project: Project) => organization.seededNames.get(project.id) === name;
  const projects = [...organization.projects.values()];
  const owner = projects.find(named('Data-Science'));
  const permissions = new Map<string, CheckpointPermission>();
  for (const job of owner === undefined ? [] : jobsOf(organization, owner).values()) {
    for (const name of ['Search-Relevance', 'Customer-Support-Bot']) {
      const project = projects.find(named(name));
      if (job.fine_tuned_model === null || project === undefined) continue;
      const id = `cp_${random.characters(24)}`;
      const created_at = organization.startedAt - (90 - permissions.size) * DAY;
      permissions.set(id, { id, created_at, checkpoint: job.fine_tuned_model, project_id: project.id });
    }
  }
  return { permissions, deleted: new Set() };
});

/** The finished models that nobody deleted, whichever project they belong to. */
function allFineTunedModels(organization: Organization): FineTunedModel[] {
  const { deleted } = fineTunedModels(organization);
  return [...organization.projects.values()].flatMap((owner) =>
    [...jobsOf(organization, owner).values()].flatMap((job) =>
      job.fine_tuned_model === null || job.finished_at === null || deleted.has(job.fine_tuned_model)
        ? []
        : [{ id: job.fine_tuned_model, created: job.finished_at, owner }],
    ),
  );
}

/** Those of the project's own, and those that it was given permission for. */
export function fineTunedModelsOf(organization: Organization, project: Project): FineTunedModel[] {
  const granted = new Set(
    [...fineTunedModels(organization).permissions.values()]
      .filter(({ project_id }) => project_id === project.id)
      .map(({ checkpoint }) => checkpoint),
  );
  return allFineTunedModels(organization).filter(({ id, owner }) => owner === project || granted.has(id));
}

/** Whether a name is that of a finished model or of one of the checkpoints of a job. */
export function isCheckpoint(organization: Organization, name: string): boolean {
  return [...organization.projects.values()].some((project) =>
    [...jobsOf(organization, project).values()].some((job) =>
      job.checkpoints.some(({ fine_tuned_model_checkpoint }) => fine_tuned_model_checkpoint === name),
    ),
  );
}
