/** The operations of admin API keys. The key in use may be deleted like any other. */
import * as z from 'zod';
import { nullableText, unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { AdminApiKey } from '../organization/access.ts';
import { redact } from '../organization/mint-key.ts';
import { wholeOrganization } from '../organization/parents.ts';

const adminApiKeys = resource({
  path: '/organization/admin_api_keys/{key_id}',
  parent: wholeOrganization,
  what: 'admin API key',
  rows: ({ organization }) => organization.access.adminKeys,
  show: toAdminKey,
  sortBy: 'created_at',
});

export const adminApiKeyOperations = [
  adminApiKeys.list({
    query: z.strictObject(unboundedList('asc', nullableText)),
  }),
  adminApiKeys.create({
    body: z.strictObject({
      name: z.string().min(1),
      expires_in_seconds: z.int().min(1).max(31_536_000).optional(),
    }),
    make({ organization, body }): AdminApiKey {
      const created_at = organization.now();
      return {
        id: `key_${organization.random.characters(20)}`,
        name: body.name,
        value: `sk-admin-sandbox-${organization.random.characters(32)}`,
        created_at,
        last_used_at: null,
        expires_at: body.expires_in_seconds === undefined ? null : created_at + body.expires_in_seconds,
        owner: organization.adminKey.owner,
      };
    },
    event: 'api_key.created',
    payload: ({ id }) => ({ id, data: { scopes: ['api.management.read', 'api.management.write'] } }),
    show: (key) => ({ ...toAdminKey(key), value: key.value }),
  }),
  adminApiKeys.get(),
  adminApiKeys.remove({ answer: 'organization.admin_api_key.deleted', event: 'api_key.deleted' }),
];

function toAdminKey({ id, name, value, created_at, last_used_at, expires_at, owner }: AdminApiKey) {
  return {
    object: 'organization.admin_api_key',
    id,
    name,
    redacted_value: redact(value),
    created_at,
    last_used_at,
    expires_at,
    owner: {
      type: 'user',
      object: 'organization.user',
      id: owner.id,
      name: owner.name,
      created_at: owner.created,
      role: 'owner',
    },
  };
}
