/** The operations that say which models a project may call. */
import * as z from 'zod';
import { policiesOf } from '../data/project-policies.ts';
import { ApiFault } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { setting } from '../http/setting.ts';
import { projectInPath } from '../organization/parents.ts';

const path = '/organization/projects/{project_id}/model_permissions';
const parent = projectInPath();

export const modelPermissionOperations = [
  ...setting({
    path,
    parent,
    show({ organization, parent: project }) {
      const { models } = policiesOf(organization, project);
      if (models === null) throw noPermissions();
      return { object: 'project.model_permissions', ...models };
    },
    body: z.strictObject({
      mode: z.enum(['allow_list', 'deny_list']),
      model_ids: z.array(z.string().min(1)),
    }),
    // The whole list is replaced, and the mode with it.
    apply({ organization, parent: project, body }) {
      policiesOf(organization, project).models = body;
    },
  }),
  operation({
    method: 'DELETE',
    path,
    parent,
    handle({ organization, parent: project }) {
      const policies = policiesOf(organization, project);
      if (policies.models === null) throw noPermissions();
      policies.models = null;
      return { object: 'project.model_permissions.deleted', deleted: true };
    },
  }),
];

function noPermissions(): ApiFault {
  const message = 'No model permissions are set for this project.';
  return new ApiFault({ status: 404, message, code: 'not_found' });
}
