/** Owns the operations of admin API keys. The key in use may be deleted like any other. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitUpTo } from '../http/query-rules.ts';
import type { AdminApiKey } from '../organization/access.ts';
import { find } from '../organization/lookup.ts';
import { redact } from '../organization/mint-key.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';

export const adminApiKeyOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/admin_api_keys',
    query: z.strictObject({
      // The API states no maximum for this list.
      limit: limitUpTo(Number.MAX_SAFE_INTEGER, 20),
      // A null of the official SDK arrives as an empty text.
      after: z
        .string()
        .transform((id) => id || undefined)
        .optional(),
      order: z.enum(['asc', 'desc']).default('asc'),
    }),
    handle({ organization, query }) {
      const keys = [...organization.access.adminKeys.values()].map(toAdminKey);
      keys.sort((one, other) => one.created_at - other.created_at);
      return paginate(query.order === 'asc' ? keys : keys.reverse(), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/admin_api_keys',
    body: z.strictObject({
      name: z.string().min(1),
      expires_in_seconds: z.int().min(1).max(31_536_000).optional(),
    }),
    handle({ organization, body }) {
      const created_at = organization.now();
      const key: AdminApiKey = {
        id: `key_${organization.random.characters(20)}`,
        name: body.name,
        value: `sk-admin-sandbox-${organization.random.characters(32)}`,
        created_at,
        last_used_at: null,
        expires_at: body.expires_in_seconds === undefined ? null : created_at + body.expires_in_seconds,
        owner: organization.adminKey.owner,
      };
      organization.access.adminKeys.set(key.id, key);
      recordEvent(organization, 'api_key.created', {
        id: key.id,
        data: { scopes: ['api.management.read', 'api.management.write'] },
      });
      return { ...toAdminKey(key), value: key.value };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/admin_api_keys/{key_id}',
    handle: ({ organization, path }) => toAdminKey(findAdminKey(organization, path.key_id)),
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/admin_api_keys/{key_id}',
    handle({ organization, path }) {
      const { id } = findAdminKey(organization, path.key_id);
      organization.access.adminKeys.delete(id);
      recordEvent(organization, 'api_key.deleted', { id });
      return { id, object: 'organization.admin_api_key.deleted', deleted: true };
    },
  }),
];

function findAdminKey(organization: Organization, id: string): AdminApiKey {
  return find(organization.access.adminKeys, 'admin API key', id);
}

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
