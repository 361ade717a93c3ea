/** The operations of customer-managed encryption keys. */
import * as z from 'zod';
import { type ExternalKey, externalKeysOf } from '../data/external-keys.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { nullableText, unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { checkExternalKey, externalKeyBody } from './external-key-rules.ts';

const externalKeys = resource({
  path: '/organization/external_keys/{external_key_id}',
  parent: wholeOrganization,
  what: 'external key',
  rows: ({ organization }) => externalKeysOf(organization),
  show: toKey,
  sortBy: 'created_at',
});

export const externalKeyOperations = [
  externalKeys.list({
    query: z.strictObject({
      ...unboundedList('desc', nullableText),
      purpose: z.enum(['ekm', 'psp_decryption']).optional(),
    }),
    equal: ['purpose'],
    page: paginateWithoutEnds,
  }),
  externalKeys.create({
    body: externalKeyBody,
    make({ organization, body }): ExternalKey {
      checkExternalKey(organization, body);
      const id = `extkey_${organization.random.characters(24)}`;
      return { id, created_at: organization.now(), ...body };
    },
    event: 'external_key.registered',
  }),
  externalKeys.get(),
  externalKeys.remove({
    // The answer is the key as it was, not a deleted marker.
    answer: toKey,
    before({ id }, { organization }) {
      for (const project of organization.projects.values()) {
        if (project.external_key_id === id) project.external_key_id = null;
      }
    },
    event: 'external_key.removed',
  }),
  externalKeys.change({ verb: 'validate', apply: () => ({ status: 'valid' }) }),
];

function toKey(key: ExternalKey, { organization }: { organization: Organization }) {
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
