/** The operations that say which hosted tools a project may use. */
import * as z from 'zod';
import { HOSTED_TOOLS, policiesOf } from '../data/project-policies.ts';
import { setting } from '../http/setting.ts';
import { projectInPath } from '../organization/parents.ts';

const permission = z.strictObject({ enabled: z.boolean() }).nullish();

export const hostedToolPermissionOperations = setting({
  path: '/organization/projects/{project_id}/hosted_tool_permissions',
  parent: projectInPath(),
  show({ organization, parent: project }) {
    const { hostedTools } = policiesOf(organization, project);
    return Object.fromEntries(HOSTED_TOOLS.map((tool) => [tool, { enabled: hostedTools[tool] }]));
  },
  body: z.strictObject({
    code_interpreter: permission,
    file_search: permission,
    image_generation: permission,
    mcp: permission,
    web_search: permission,
  }),
  apply({ organization, parent: project, body }) {
    const { hostedTools } = policiesOf(organization, project);
    for (const tool of HOSTED_TOOLS) hostedTools[tool] = body[tool]?.enabled ?? hostedTools[tool];
  },
});
