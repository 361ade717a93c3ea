/** The operations of a project's webhook endpoints. */
import * as z from 'zod';
import {
  hintOf,
  makeSigningSecret,
  receiverStatus,
  type WebhookEndpoint,
  webhooksOf,
} from '../data/webhooks.ts';
import { operation } from '../http/operation.ts';
import { limitWithoutMaximum, nullableText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { projectOfKey } from '../organization/parents.ts';
import { WEBHOOK_EVENT_TYPES } from './webhook-event-types.ts';

const newEndpoint = z.strictObject({
  name: z.string().min(1),
  url: z.url({ protocol: /^https$/, error: 'an https URL is needed.' }),
  event_types: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
});

const endpoints = resource({
  path: '/webhook_endpoints/{webhook_endpoint_id}',
  parent: projectOfKey,
  what: 'webhook endpoint',
  rows: ({ organization, parent: project }) => webhooksOf(organization, project),
  show: toEndpoint,
  sortBy: 'created_at',
});

export const webhookEndpointOperations = [
  endpoints.list({
    query: z.strictObject({ limit: limitWithoutMaximum(20), after: nullableText }),
    order: 'desc',
  }),
  endpoints.add({
    body: newEndpoint,
    handle({ organization, parent: project, body }) {
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
  endpoints.get(),
  endpoints.change({
    body: newEndpoint.partial(),
    apply(endpoint, { organization, body }) {
      const before = JSON.stringify(endpoint);
      Object.assign(endpoint, body);
      // An update that changes nothing leaves the time of the last change as it is.
      if (JSON.stringify(endpoint) !== before) endpoint.updated_at = organization.now();
    },
  }),
  endpoints.remove({ answer: 'webhook_endpoint.deleted' }),
  endpoints.change({
    verb: 'rotate_secret',
    body: z.strictObject({ keep_old_secret_active_for_24_hours: z.boolean().optional() }),
    apply(endpoint, { organization }) {
      const signing_secret = makeSigningSecret(organization.random);
      endpoint.signing_secret_hint = hintOf(signing_secret);
      endpoint.updated_at = organization.now();
      return { ...toEndpoint(endpoint), signing_secret };
    },
  }),
  endpoints.change({
    verb: 'test',
    body: z.strictObject({ event_type: z.enum(WEBHOOK_EVENT_TYPES) }),
    apply: (endpoint, { body }) => ({
      object: 'webhook_endpoint.test',
      webhook_endpoint_id: endpoint.id,
      event_type: body.event_type,
      success: true,
      status_code: receiverStatus(endpoint.url),
    }),
  }),
  operation({
    method: 'GET',
    path: '/webhook_event_types',
    parent: projectOfKey,
    handle: () => ({ object: 'list', data: WEBHOOK_EVENT_TYPES }),
  }),
];

function toEndpoint(endpoint: WebhookEndpoint) {
  return { object: 'webhook_endpoint', ...endpoint };
}
