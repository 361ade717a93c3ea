/** The operations of a project's service tiers. */
import * as z from 'zod';
import { policiesOf } from '../data/project-policies.ts';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';

const path = '/organization/projects/{project_id}/service_tier_settings';
const parent = projectInPath();

export const serviceTierSettingOperations = [
  operation({
    method: 'GET',
    path,
    parent,
    handle: ({ organization, parent: project }) => toSettings(organization, project),
  }),
  operation({
    method: 'POST',
    path,
    parent,
    body: z.strictObject({
      default: z.enum(['standard', 'fast', 'scale']).optional(),
      enabled_tiers: z.union([z.literal('all'), z.array(z.enum(['fast', 'flex', 'ultrafast']))]).optional(),
    }),
    handle({ organization, parent: project, body }) {
      if (body.default === undefined && body.enabled_tiers === undefined) {
        throw badRequest(
          "Give at least one of 'default' and 'enabled_tiers'.",
          null,
          'missing_required_parameter',
        );
      }
      const { serviceTiers } = policiesOf(organization, project);
      serviceTiers.default = body.default ?? serviceTiers.default;
      serviceTiers.enabled_tiers = body.enabled_tiers ?? serviceTiers.enabled_tiers;
      return toSettings(organization, project);
    },
  }),
];

function toSettings(organization: Organization, project: Project) {
  return { object: 'project.service_tier_settings', ...policiesOf(organization, project).serviceTiers };
}
