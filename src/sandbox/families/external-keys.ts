/** Owns the operations of customer-managed encryption keys. */
import * as z from 'zod';
import { type ExternalKey, externalKeysOf } from '../data/external-keys.ts';
import { inOrder } from '../http/in-order.ts';
import { adminOperation } from '../http/operation.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, nullableText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';
import { checkExternalKey, externalKeyBody } from './external-key-rules.ts';

const one = '/organization/external_keys/{external_key_id}';

export const externalKeyOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/external_keys',
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: nullableText,
      order: z.enum(['asc', 'desc']).default('desc'),
      purpose: z.enum(['ekm', 'psp_decryption']).optional(),
    }),
    handle({ organization, query }) {
      const keys = inOrder(externalKeysOf(organization).values(), query.order).filter(
        (key) => query.purpose === undefined || key.purpose === query.purpose,
      );
      return paginateWithoutEnds(
        keys.map((key) => toKey(organization, key)),
        query,
      );
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/external_keys',
    body: externalKeyBody,
    handle({ organization, body }) {
      checkExternalKey(organization, body);
      const key: ExternalKey = {
        id: `extkey_${organization.random.characters(24)}`,
        created_at: organization.now(),
        ...body,
      };
      externalKeysOf(organization).set(key.id, key);
      recordEvent(organization, 'external_key.registered', { id: key.id, data: body });
      return toKey(organization, key);
    },
  }),
  adminOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, path }) => toKey(organization, findKey(organization, path.external_key_id)),
  }),
  adminOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, path }) {
      const key = findKey(organization, path.external_key_id);
      // The answer is the key as it was, not a deleted marker.
      const answer = toKey(organization, key);
      externalKeysOf(organization).delete(key.id);
      for (const project of organization.projects.values()) {
        if (project.external_key_id === key.id) project.external_key_id = null;
      }
      recordEvent(organization, 'external_key.removed', { id: key.id });
      return answer;
    },
  }),
  adminOperation({
    method: 'POST',
    path: `${one}/validate`,
    handle({ organization, path }) {
      findKey(organization, path.external_key_id);
      return { status: 'valid' };
    },
  }),
];

function findKey(organization: Organization, id: string): ExternalKey {
  return find(externalKeysOf(organization), 'external key', id);
}

function toKey(organization: Organization, key: ExternalKey) {
  const projects = [...organization.projects.values()].filter(
    (project) => project.external_key_id === key.id,
  );
  return {
    object: 'organization.external_key',
    ...key,
    workspace_id: organization.id,
    api_project_ids: projects.map((project) => project.id),
  };
}
