/** Owns the operations of customer-managed storage. */
import * as z from 'zod';
import { type ExternalStorage, externalStorageOf } from '../data/external-storage.ts';
import { policiesOf } from '../data/project-policies.ts';
import { inOrder } from '../http/in-order.ts';
import { adminOperation } from '../http/operation.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, nullableText } from '../http/query-rules.ts';
import { find, findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';

const one = '/organization/external_storage/{external_storage_id}';
const text = z.string().min(1);

const providerBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('aws'), bucket: text, role_arn: text }),
  z.strictObject({
    type: z.literal('azure'),
    account_name: text,
    container: text,
    resource_group: text,
    subscription_id: text,
    tenant_id: text,
  }),
  z.strictObject({
    type: z.literal('gcp'),
    bucket: text,
    workload_identity_pool_id: text,
    workload_identity_project_number: text,
    workload_identity_provider_id: text,
  }),
  z.strictObject({ type: z.literal('oci'), bucket: text, region: text, tenancy_ocid: text }),
]);

export const externalStorageOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/external_storage',
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: nullableText,
      order: z.enum(['asc', 'desc']).default('desc'),
      project_id: nullableText,
    }),
    handle({ organization, query }) {
      const { configurations } = externalStorageOf(organization);
      const rows = inOrder(configurations.values(), query.order).filter(
        ({ project_id }) => query.project_id === undefined || project_id === query.project_id,
      );
      return paginateWithoutEnds(rows.map(toStorage), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/external_storage',
    body: z.strictObject({ project_id: z.string(), provider: providerBody }),
    handle({ organization, body }) {
      const project = findActiveProject(organization, body.project_id);
      const storage: ExternalStorage = {
        id: `extstorage_${organization.random.characters(24)}`,
        project_id: project.id,
        created_at: organization.now(),
        ...locate(organization, body.provider),
        status: 'pending',
      };
      externalStorageOf(organization).configurations.set(storage.id, storage);
      const { id, geography, provider } = storage;
      recordEvent(organization, 'external_storage.registered', { id, data: { geography, provider } });
      return toStorage(storage);
    },
  }),
  adminOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, path }) => toStorage(findStorage(organization, path.external_storage_id)),
  }),
  adminOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, path }) {
      const { configurations, removed } = externalStorageOf(organization);
      const answer = {
        id: path.external_storage_id,
        object: 'organization.external_storage.deleted',
        deleted: true,
      };
      // A repeated deletion is no error: it may have to finish what the first one began.
      if (removed.has(path.external_storage_id)) return answer;
      const { id, project_id } = findStorage(organization, path.external_storage_id);
      configurations.delete(id);
      removed.add(id);
      restoreRetention(organization, project_id);
      recordEvent(organization, 'external_storage.removed', { id });
      return answer;
    },
  }),
  adminOperation({
    method: 'POST',
    path: `${one}/validate`,
    handle({ organization, path }) {
      const storage = findStorage(organization, path.external_storage_id);
      storage.status = 'validated';
      return toStorage(storage);
    },
  }),
];

/** Without its last storage a project keeps data for as long as the organization says. */
function restoreRetention(organization: Organization, projectId: string): void {
  const rest = [...externalStorageOf(organization).configurations.values()];
  if (rest.some(({ project_id }) => project_id === projectId)) return;
  const project = organization.projects.get(projectId);
  if (project !== undefined) policiesOf(organization, project).retention = 'organization_default';
}

/** What the API finds out by itself: the account behind the role, and where the bucket is. */
function locate(
  organization: Organization,
  provider: z.output<typeof providerBody>,
): Pick<ExternalStorage, 'geography' | 'provider'> {
  switch (provider.type) {
    case 'aws': {
      const account_id = /::(\d+):/.exec(provider.role_arn)?.[1] ?? '123456789012';
      const found = { account_id, external_id: organization.id, region: 'us-east-1' };
      return { geography: 'US', provider: { ...provider, ...found } };
    }
    case 'azure':
      return { geography: 'US', provider: { ...provider, region: 'eastus' } };
    case 'gcp':
      return {
        geography: 'US',
        provider: { ...provider, audience: organization.id, region: 'us-central1' },
      };
    default:
      return { geography: provider.region.startsWith('eu-') ? 'EU' : 'US', provider };
  }
}

function findStorage(organization: Organization, id: string): ExternalStorage {
  return find(externalStorageOf(organization).configurations, 'external storage configuration', id);
}

function toStorage(storage: ExternalStorage) {
  return { object: 'organization.external_storage', ...storage };
}
