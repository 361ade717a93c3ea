/** The customer-managed storage that projects of the seeded organization keep their data in. */
import { stateOfOrganization } from '../organization/lazy-state.ts';
import { DAY } from '../seconds.ts';
import { createRandom } from './random.ts';

type Provider =
  | {
      type: 'aws';
      bucket: string;
      role_arn: string;
      account_id: string;
      external_id: string;
      region: string;
    }
  | {
      type: 'azure';
      account_name: string;
      container: string;
      resource_group: string;
      subscription_id: string;
      tenant_id: string;
      region: string;
    }
  | {
      type: 'gcp';
      bucket: string;
      workload_identity_pool_id: string;
      workload_identity_project_number: string;
      workload_identity_provider_id: string;
      audience: string;
      region: string;
    }
  | { type: 'oci'; bucket: string; region: string; tenancy_ocid: string };

export type ExternalStorage = {
  id: string;
  project_id: string;
  created_at: number;
  geography: string;
  provider: Provider;
  status: 'pending' | 'validated' | 'degraded' | 'unhealthy';
};

/** `removed` holds ids, because a deletion may be repeated. */
type ExternalStorageState = { configurations: Map<string, ExternalStorage>; removed: Set<string> };

export const externalStorageOf = stateOfOrganization((organization): ExternalStorageState => {
  const random = createRandom(`external storage ${organization.seed}`);
  const configurations = new Map<string, ExternalStorage>();
  for (const [projectId, name] of organization.seededNames) {
    if (name !== 'Legal-Contract-Review') continue;
    const id = `extstorage_${random.characters(24)}`;
    configurations.set(id, {
      id,
      project_id: projectId,
      created_at: organization.startedAt - 88 * DAY,
      geography: 'EU',
      provider: {
        type: 'aws',
        bucket: 'halden-legal-openai',
        role_arn: 'arn:aws:iam::123456789012:role/openai-storage',
        account_id: '123456789012',
        external_id: organization.id,
        region: 'eu-north-1',
      },
      status: 'validated',
    });
  }
  return { configurations, removed: new Set() };
});
