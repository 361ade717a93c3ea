/** The operations on which certificates are active in a project. */
import { newestFirst } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Certificate } from '../organization/access.ts';
import type { Project } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { activationOperations } from './certificate-activation.ts';

const path = '/organization/projects/{project_id}/certificates';
const parent = projectInPath();

export const projectCertificateOperations = [
  resource({
    path: `${path}/{certificate_id}`,
    parent,
    what: 'certificate',
    rows: ({ organization }) => organization.access.certificates,
    show: toListed,
    sortBy: 'created_at',
  }).list({ query: newestFirst }),
  ...activationOperations({
    path,
    parent,
    object: 'organization.project.certificate',
    switchOne({ activeProjects }, active, project) {
      if (active) activeProjects.add(project.id);
      else activeProjects.delete(project.id);
    },
    show: toListed,
  }),
];

function toListed(
  { id, name, created_at, activeProjects, valid_at, expires_at }: Certificate,
  { parent: project }: { parent: Project },
) {
  return {
    object: 'organization.project.certificate',
    id,
    name,
    active: activeProjects.has(project.id),
    created_at,
    certificate_details: { valid_at, expires_at },
  };
}
