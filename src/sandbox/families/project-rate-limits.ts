/** The operations of a project's rate limits. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { limitWithoutMaximum, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { RateLimit } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { requestedChanges } from '../organization/record-event.ts';

const amount = z.int().min(0).optional();

const rateLimits = resource({
  path: '/organization/projects/{project_id}/rate_limits/{rate_limit_id}',
  parent: projectInPath(),
  what: 'rate limit in this project',
  rows: ({ parent: project }) => project.rateLimits,
  show: (rateLimit) => rateLimit,
});

export const projectRateLimitOperations = [
  rateLimits.list({
    // The API states a default of 100 for this list and no maximum.
    query: z.strictObject({ limit: limitWithoutMaximum(100), after: optionalText, before: optionalText }),
  }),
  rateLimits.change({
    body: z.strictObject({
      max_requests_per_1_minute: amount,
      max_tokens_per_1_minute: amount,
      max_images_per_1_minute: amount,
      max_audio_megabytes_per_1_minute: amount,
      max_requests_per_1_day: amount,
      batch_1_day_max_input_tokens: amount,
    }),
    apply(rateLimit, { body }) {
      const changes = requestedChanges(body);
      refuseForeignFields(rateLimit, Object.keys(changes));
      Object.assign(rateLimit, changes);
    },
    event: 'rate_limit.updated',
  }),
];

/** Images, audio, daily requests and batches are limited only for the models that have such a limit. */
function refuseForeignFields(rateLimit: RateLimit, fields: string[]): void {
  const foreign = fields.find((field) => !(field in rateLimit));
  if (foreign !== undefined) {
    const message = `'${foreign}' does not apply to the model '${rateLimit.model}'.`;
    throw badRequest(message, foreign, 'invalid_parameter');
  }
}
