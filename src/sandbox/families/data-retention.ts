/** The operations that say how long the API keeps data, for the organization and for each project. */
import * as z from 'zod';
import {
  ORGANIZATION_RETENTION_TYPES,
  organizationRetention,
  PROJECT_RETENTION_TYPES,
  policiesOf,
} from '../data/project-policies.ts';
import { setting } from '../http/setting.ts';
import { projectInPath, wholeOrganization } from '../organization/parents.ts';

export const dataRetentionOperations = [
  ...setting({
    path: '/organization/data_retention',
    parent: wholeOrganization,
    show: ({ organization }) => ({
      object: 'organization.data_retention',
      type: organizationRetention(organization).type,
    }),
    body: z.strictObject({ retention_type: z.enum(ORGANIZATION_RETENTION_TYPES) }),
    apply({ organization, body }) {
      organizationRetention(organization).type = body.retention_type;
    },
  }),
  ...setting({
    path: '/organization/projects/{project_id}/data_retention',
    parent: projectInPath(),
    show: ({ organization, parent: project }) => ({
      object: 'project.data_retention',
      type: policiesOf(organization, project).retention,
    }),
    body: z.strictObject({ retention_type: z.enum(PROJECT_RETENTION_TYPES) }),
    apply({ organization, parent: project, body }) {
      policiesOf(organization, project).retention = body.retention_type;
    },
  }),
];
