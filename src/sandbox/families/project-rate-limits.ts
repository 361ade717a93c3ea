/** Owns the operations of a project's rate limits. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitUpTo, optionalText } from '../http/query-rules.ts';
import { find, findActiveProject, findProject } from '../organization/lookup.ts';
import type { RateLimit } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';

const amount = z.int().min(0).optional();

export const projectRateLimitOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/rate_limits',
    // The API states a default of 100 for this list and no maximum.
    query: z.strictObject({
      limit: limitUpTo(Number.MAX_SAFE_INTEGER, 100),
      after: optionalText,
      before: optionalText,
    }),
    handle({ organization, path, query }) {
      return paginate([...findProject(organization, path.project_id).rateLimits.values()], query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/rate_limits/{rate_limit_id}',
    body: z.strictObject({
      max_requests_per_1_minute: amount,
      max_tokens_per_1_minute: amount,
      max_images_per_1_minute: amount,
      max_audio_megabytes_per_1_minute: amount,
      max_requests_per_1_day: amount,
      batch_1_day_max_input_tokens: amount,
    }),
    handle({ organization, path, body }) {
      const project = findActiveProject(organization, path.project_id);
      const rateLimit = find(project.rateLimits, 'rate limit in this project', path.rate_limit_id);
      const changes = requestedChanges(body);
      refuseForeignFields(rateLimit, Object.keys(changes));
      Object.assign(rateLimit, changes);
      recordEvent(organization, 'rate_limit.updated', { id: rateLimit.id, changes_requested: changes });
      return rateLimit;
    },
  }),
];

/** Images, audio, daily requests and batches are limited only for the models that have such a limit. */
function refuseForeignFields(rateLimit: RateLimit, fields: string[]): void {
  const foreign = fields.find((field) => !(field in rateLimit));
  if (foreign !== undefined) {
    throw badRequest(
      `'${foreign}' does not apply to the model '${rateLimit.model}'.`,
      foreign,
      'invalid_parameter',
    );
  }
}
