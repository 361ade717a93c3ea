/** Owns the operations that say how long the API keeps data, for the organization and for each project. */
import * as z from 'zod';
import {
  organizationRetention,
  organizationRetentionTypes,
  policiesOf,
  projectRetentionTypes,
} from '../data/project-policies.ts';
import { adminOperation } from '../http/operation.ts';
import { findActiveProject, findProject } from '../organization/lookup.ts';

const ofOrganization = '/organization/data_retention';
const ofProject = '/organization/projects/{project_id}/data_retention';

export const dataRetentionOperations = [
  adminOperation({
    method: 'GET',
    path: ofOrganization,
    handle: ({ organization }) => toOrganization(organizationRetention(organization).type),
  }),
  adminOperation({
    method: 'POST',
    path: ofOrganization,
    body: z.strictObject({ retention_type: z.enum(organizationRetentionTypes) }),
    handle({ organization, body }) {
      organizationRetention(organization).type = body.retention_type;
      return toOrganization(body.retention_type);
    },
  }),
  adminOperation({
    method: 'GET',
    path: ofProject,
    handle: ({ organization, path }) =>
      toProject(policiesOf(organization, findProject(organization, path.project_id)).retention),
  }),
  adminOperation({
    method: 'POST',
    path: ofProject,
    body: z.strictObject({ retention_type: z.enum(projectRetentionTypes) }),
    handle({ organization, path, body }) {
      const project = findActiveProject(organization, path.project_id);
      policiesOf(organization, project).retention = body.retention_type;
      return toProject(body.retention_type);
    },
  }),
];

function toOrganization(type: string) {
  return { object: 'organization.data_retention', type };
}

function toProject(type: string) {
  return { object: 'project.data_retention', type };
}
