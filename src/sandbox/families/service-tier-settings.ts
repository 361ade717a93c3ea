/** The operations of a project's service tiers. */
import * as z from 'zod';
import { policiesOf } from '../data/project-policies.ts';
import { badRequest } from '../http/api-fault.ts';
import { setting } from '../http/setting.ts';
import { projectInPath } from '../organization/parents.ts';

export const serviceTierSettingOperations = setting({
  path: '/organization/projects/{project_id}/service_tier_settings',
  parent: projectInPath(),
  show: ({ organization, parent: project }) => ({
    object: 'project.service_tier_settings',
    ...policiesOf(organization, project).serviceTiers,
  }),
  body: z.strictObject({
    default: z.enum(['standard', 'fast', 'scale']).optional(),
    enabled_tiers: z.union([z.literal('all'), z.array(z.enum(['fast', 'flex', 'ultrafast']))]).optional(),
  }),
  apply({ organization, parent: project, body }) {
    if (body.default === undefined && body.enabled_tiers === undefined) {
      const message = "Give at least one of 'default' and 'enabled_tiers'.";
      throw badRequest(message, null, 'missing_required_parameter');
    }
    const { serviceTiers } = policiesOf(organization, project);
    serviceTiers.default = body.default ?? serviceTiers.default;
    serviceTiers.enabled_tiers = body.enabled_tiers ?? serviceTiers.enabled_tiers;
  },
});
