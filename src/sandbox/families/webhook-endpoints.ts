/** Owns the operations of a project's webhook endpoints. */
import * as z from 'zod';
import {
  hintOf,
  makeSigningSecret,
  receiverStatus,
  type WebhookEndpoint,
  webhooksOf,
} from '../data/webhooks.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitWithoutMaximum, nullableText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { webhookEventTypes } from './webhook-event-types.ts';

const one = '/webhook_endpoints/{webhook_endpoint_id}';
const name = z.string().min(1);
const url = z.url({ protocol: /^https$/, error: 'an https URL is needed.' });
const eventTypes = z.array(z.enum(webhookEventTypes));

export const webhookEndpointOperations = [
  projectOperation({
    method: 'GET',
    path: '/webhook_endpoints',
    query: z.strictObject({ limit: limitWithoutMaximum(20), after: nullableText }),
    handle({ organization, project, query }) {
      const endpoints = inOrder(webhooksOf(organization, project).values(), 'desc');
      return paginate(endpoints.map(toEndpoint), query);
    },
  }),
  projectOperation({
    method: 'POST',
    path: '/webhook_endpoints',
    body: z.strictObject({ name, url, event_types: eventTypes }),
    handle({ organization, project, body }) {
      const signing_secret = makeSigningSecret(organization.random);
      const now = organization.now();
      const endpoint: WebhookEndpoint = {
        id: `whe_${organization.random.characters(24)}`,
        ...body,
        signing_secret_hint: hintOf(signing_secret),
        created_at: now,
        updated_at: now,
      };
      webhooksOf(organization, project).set(endpoint.id, endpoint);
      return { ...toEndpoint(endpoint), signing_secret };
    },
  }),
  projectOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, project, path }) =>
      toEndpoint(findEndpoint(organization, project, path.webhook_endpoint_id)),
  }),
  projectOperation({
    method: 'POST',
    path: one,
    body: z.strictObject({
      name: name.optional(),
      url: url.optional(),
      event_types: eventTypes.optional(),
    }),
    handle({ organization, project, path, body }) {
      const endpoint = findEndpoint(organization, project, path.webhook_endpoint_id);
      const before = JSON.stringify(endpoint);
      Object.assign(endpoint, body);
      // An update that changes nothing leaves the time of the last change as it is.
      if (JSON.stringify(endpoint) !== before) endpoint.updated_at = organization.now();
      return toEndpoint(endpoint);
    },
  }),
  projectOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, project, path }) {
      const { id } = findEndpoint(organization, project, path.webhook_endpoint_id);
      webhooksOf(organization, project).delete(id);
      return { id, object: 'webhook_endpoint.deleted', deleted: true };
    },
  }),
  projectOperation({
    method: 'POST',
    path: `${one}/rotate_secret`,
    body: z.strictObject({ keep_old_secret_active_for_24_hours: z.boolean().optional() }),
    handle({ organization, project, path }) {
      const endpoint = findEndpoint(organization, project, path.webhook_endpoint_id);
      const signing_secret = makeSigningSecret(organization.random);
      endpoint.signing_secret_hint = hintOf(signing_secret);
      endpoint.updated_at = organization.now();
      return { ...toEndpoint(endpoint), signing_secret };
    },
  }),
  projectOperation({
    method: 'POST',
    path: `${one}/test`,
    body: z.strictObject({ event_type: z.enum(webhookEventTypes) }),
    handle({ organization, project, path, body }) {
      const endpoint = findEndpoint(organization, project, path.webhook_endpoint_id);
      return {
        object: 'webhook_endpoint.test',
        webhook_endpoint_id: endpoint.id,
        event_type: body.event_type,
        success: true,
        status_code: receiverStatus(endpoint.url),
      };
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/webhook_event_types',
    handle: () => ({ object: 'list', data: webhookEventTypes }),
  }),
];

function findEndpoint(organization: Organization, project: Project, id: string): WebhookEndpoint {
  return find(webhooksOf(organization, project), 'webhook endpoint', id);
}

function toEndpoint(endpoint: WebhookEndpoint) {
  return { object: 'webhook_endpoint', ...endpoint };
}
