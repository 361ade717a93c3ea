/** The customer-managed encryption keys that the seeded organization has registered. */
import { byId } from '../organization/by-id.ts';
import { stateOfOrganization } from '../organization/lazy-state.ts';
import { DAY } from '../seconds.ts';
import { createRandom } from './random.ts';

/** What the registration said, beside what every key has. */
export type ExternalKey = {
  id: string;
  created_at: number;
  type: 'aws' | 'gcp' | 'azure' | 'oci';
  purpose: 'ekm' | 'psp_decryption';
  name: string;
  [field: string]: unknown;
};

export const externalKeysOf = stateOfOrganization(({ id, seed, startedAt }): Map<string, ExternalKey> => {
  const random = createRandom(`external keys ${seed}`);
  const keys: ExternalKey[] = [
    {
      id: `extkey_${random.characters(24)}`,
      created_at: startedAt - 210 * DAY,
      type: 'aws',
      purpose: 'ekm',
      name: 'Halden production KMS',
      external_id: id,
      kms_arn: 'arn:aws:kms:eu-north-1:123456789012:key/5f0d2c1e-8a44-4b7e-9d3c-2b6f1a7e9c10',
      role_arn: 'arn:aws:iam::123456789012:role/openai-ekm',
    },
    {
      id: `extkey_${random.characters(24)}`,
      created_at: startedAt - 35 * DAY,
      type: 'azure',
      purpose: 'ekm',
      name: 'Legal key vault (trial)',
      key_name: 'openai-legal',
      tenant_id: '7d1f6a52-0c3b-4e1d-9f57-3a2b8c4d5e6f',
      vault_uri: 'https://halden-legal.vault.example',
    },
  ];
  return byId(keys);
});
