/** The operations that say how long the API keeps data, for the organization and for each project. */
import * as z from 'zod';
import {
  ORGANIZATION_RETENTION_TYPES,
  organizationRetention,
  PROJECT_RETENTION_TYPES,
  policiesOf,
} from '../data/project-policies.ts';
import { operation } from '../http/operation.ts';
import { projectInPath, wholeOrganization } from '../organization/parents.ts';

const ofOrganization = { path: '/organization/data_retention', parent: wholeOrganization } as const;
const ofProject = {
  path: '/organization/projects/{project_id}/data_retention',
  parent: projectInPath(),
} as const;

export const dataRetentionOperations = [
  operation({
    ...ofOrganization,
    method: 'GET',
    handle: ({ organization }) => toOrganization(organizationRetention(organization).type),
  }),
  operation({
    ...ofOrganization,
    method: 'POST',
    body: z.strictObject({ retention_type: z.enum(ORGANIZATION_RETENTION_TYPES) }),
    handle({ organization, body }) {
      organizationRetention(organization).type = body.retention_type;
      return toOrganization(body.retention_type);
    },
  }),
  operation({
    ...ofProject,
    method: 'GET',
    handle: ({ organization, parent: project }) => toProject(policiesOf(organization, project).retention),
  }),
  operation({
    ...ofProject,
    method: 'POST',
    body: z.strictObject({ retention_type: z.enum(PROJECT_RETENTION_TYPES) }),
    handle({ organization, parent: project, body }) {
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
