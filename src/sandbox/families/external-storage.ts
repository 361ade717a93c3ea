/** The operations of customer-managed storage. */
import * as z from 'zod';
import { type ExternalStorage, externalStorageOf } from '../data/external-storage.ts';
import { policiesOf } from '../data/project-policies.ts';
import { operation } from '../http/operation.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { nullableText, unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { find, findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { recordEvent } from '../organization/record-event.ts';

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

const externalStorage = resource({
  path: '/organization/external_storage/{external_storage_id}',
  parent: wholeOrganization,
  what: 'external storage configuration',
  rows: ({ organization }) => externalStorageOf(organization).configurations,
  show: (storage) => ({ object: 'organization.external_storage', ...storage }),
  sortBy: 'created_at',
});

export const externalStorageOperations = [
  externalStorage.list({
    query: z.strictObject({ ...unboundedList('desc', nullableText), project_id: nullableText }),
    equal: ['project_id'],
    page: paginateWithoutEnds,
  }),
  externalStorage.create({
    body: z.strictObject({ project_id: z.string(), provider: providerBody }),
    make({ organization, body }): ExternalStorage {
      const project = findActiveProject(organization, body.project_id);
      const id = `extstorage_${organization.random.characters(24)}`;
      const created_at = organization.now();
      const located = locate(organization, body.provider);
      return { id, project_id: project.id, created_at, ...located, status: 'pending' };
    },
    event: 'external_storage.registered',
    payload: ({ id, geography, provider }) => ({ id, data: { geography, provider } }),
  }),
  externalStorage.get(),
  operation({
    method: 'DELETE',
    path: '/organization/external_storage/{external_storage_id}',
    parent: wholeOrganization,
    handle({ organization, path: { external_storage_id: id } }) {
      const { configurations, removed } = externalStorageOf(organization);
      // A repeated deletion is no error: it may have to finish what the first one began.
      if (!removed.has(id)) {
        const { project_id } = find(configurations, 'external storage configuration', id);
        configurations.delete(id);
        removed.add(id);
        restoreRetention(organization, project_id);
        recordEvent(organization, 'external_storage.removed', { id });
      }
      return { id, object: 'organization.external_storage.deleted', deleted: true };
    },
  }),
  externalStorage.change({
    verb: 'validate',
    apply(storage) {
      storage.status = 'validated';
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
