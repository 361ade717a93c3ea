/** Owns the operations that say which models a project may call. */
import * as z from 'zod';
import { type ModelPermissions, policiesOf } from '../data/project-policies.ts';
import { ApiFault } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { findActiveProject, findProject } from '../organization/lookup.ts';

const path = '/organization/projects/{project_id}/model_permissions';

export const modelPermissionOperations = [
  adminOperation({
    method: 'GET',
    path,
    handle(call) {
      const { models } = policiesOf(call.organization, findProject(call.organization, call.path.project_id));
      if (models === null) throw noPermissions();
      return toPermissions(models);
    },
  }),
  adminOperation({
    method: 'POST',
    path,
    body: z.strictObject({
      mode: z.enum(['allow_list', 'deny_list']),
      model_ids: z.array(z.string().min(1)),
    }),
    handle(call) {
      const project = findActiveProject(call.organization, call.path.project_id);
      // The whole list is replaced, and the mode with it.
      policiesOf(call.organization, project).models = call.body;
      return toPermissions(call.body);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path,
    handle(call) {
      const policies = policiesOf(
        call.organization,
        findActiveProject(call.organization, call.path.project_id),
      );
      if (policies.models === null) throw noPermissions();
      policies.models = null;
      return { object: 'project.model_permissions.deleted', deleted: true };
    },
  }),
];

function toPermissions(permissions: ModelPermissions) {
  return { object: 'project.model_permissions', ...permissions };
}

function noPermissions(): ApiFault {
  const message = 'No model permissions are set for this project.';
  return new ApiFault({ status: 404, message, code: 'not_found' });
}
