/** What the registration of a customer-managed key must say, for each cloud that can hold one. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import type { Organization } from '../organization/organization.ts';

const text = z.string().min(1);
const common = { name: text, purpose: z.enum(['ekm', 'psp_decryption']).default('ekm') };

export const externalKeyBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('aws'), ...common, external_id: text, kms_arn: text, role_arn: text }),
  z.strictObject({
    type: z.literal('gcp'),
    ...common,
    audience: text,
    kms_key_location: text,
    kms_key_name: text,
    kms_key_ring_name: text,
    kms_project_id: text,
    workload_identity_pool_id: text,
    workload_identity_project_number: text,
    workload_identity_provider_id: text,
    kms_key_version: text.optional(),
  }),
  z.strictObject({
    type: z.literal('azure'),
    ...common,
    key_name: text,
    tenant_id: text,
    vault_uri: text,
    key_version: text.optional(),
  }),
  z.strictObject({
    type: z.literal('oci'),
    ...common,
    key_ocid: text,
    region: text,
    vault_ocid: text,
    key_version_ocid: text.optional(),
  }),
]);

type Body = z.output<typeof externalKeyBody>;

/** Throws 400 where fields contradict each other or name an organization or a project that is not this one's. */
export function checkExternalKey(organization: Organization, body: Body): void {
  if (body.type === 'aws') refuseForeignOwner(organization, 'external_id', body.external_id);
  if (body.type === 'gcp') {
    refuseForeignOwner(organization, 'audience', body.audience);
    checkVersion(body, 'kms_key_version', body.kms_key_version);
  }
  if (body.type === 'azure') checkVersion(body, 'key_version', body.key_version);
}

/** An exact version belongs to the one purpose and is refused for the other. */
function checkVersion({ purpose }: Body, param: string, version: string | undefined): void {
  if (purpose === 'psp_decryption' && version === undefined) {
    throw badRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
  }
  if (purpose === 'ekm' && version !== undefined) {
    throw badRequest(`'${param}' is not accepted for the purpose 'ekm'.`, param, 'invalid_parameter');
  }
}

function refuseForeignOwner(organization: Organization, param: string, id: string): void {
  if (id === organization.id || organization.projects.has(id)) return;
  const message = `Invalid '${param}': it must be the id of this organization or of one of its projects.`;
  throw badRequest(message, param, 'invalid_value');
}
