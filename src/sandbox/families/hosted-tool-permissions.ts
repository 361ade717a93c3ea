/** Owns the operations that say which hosted tools a project may use. */
import * as z from 'zod';
import { hostedTools, policiesOf } from '../data/project-policies.ts';
import { adminOperation } from '../http/operation.ts';
import { findActiveProject, findProject } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';

const path = '/organization/projects/{project_id}/hosted_tool_permissions';
const permission = z.strictObject({ enabled: z.boolean() }).nullish();

export const hostedToolPermissionOperations = [
  adminOperation({
    method: 'GET',
    path,
    handle: (call) => toPermissions(call.organization, findProject(call.organization, call.path.project_id)),
  }),
  adminOperation({
    method: 'POST',
    path,
    body: z.strictObject({
      code_interpreter: permission,
      file_search: permission,
      image_generation: permission,
      mcp: permission,
      web_search: permission,
    }),
    handle(call) {
      const project = findActiveProject(call.organization, call.path.project_id);
      const policies = policiesOf(call.organization, project);
      for (const tool of hostedTools) {
        policies.hostedTools[tool] = call.body[tool]?.enabled ?? policies.hostedTools[tool];
      }
      return toPermissions(call.organization, project);
    },
  }),
];

function toPermissions(organization: Organization, project: Project) {
  const policies = policiesOf(organization, project);
  return Object.fromEntries(hostedTools.map((tool) => [tool, { enabled: policies.hostedTools[tool] }]));
}
