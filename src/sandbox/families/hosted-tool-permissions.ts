/** The operations that say which hosted tools a project may use. */
import * as z from 'zod';
import { HOSTED_TOOLS, policiesOf } from '../data/project-policies.ts';
import { operation } from '../http/operation.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';

const path = '/organization/projects/{project_id}/hosted_tool_permissions';
const parent = projectInPath();
const permission = z.strictObject({ enabled: z.boolean() }).nullish();

export const hostedToolPermissionOperations = [
  operation({
    method: 'GET',
    path,
    parent,
    handle: ({ organization, parent: project }) => toPermissions(organization, project),
  }),
  operation({
    method: 'POST',
    path,
    parent,
    body: z.strictObject({
      code_interpreter: permission,
      file_search: permission,
      image_generation: permission,
      mcp: permission,
      web_search: permission,
    }),
    handle({ organization, parent: project, body }) {
      const { hostedTools } = policiesOf(organization, project);
      for (const tool of HOSTED_TOOLS) hostedTools[tool] = body[tool]?.enabled ?? hostedTools[tool];
      return toPermissions(organization, project);
    },
  }),
];

function toPermissions(organization: Organization, project: Project) {
  const { hostedTools } = policiesOf(organization, project);
  return Object.fromEntries(HOSTED_TOOLS.map((tool) => [tool, { enabled: hostedTools[tool] }]));
}
