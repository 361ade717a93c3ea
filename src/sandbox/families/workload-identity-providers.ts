/** The operations of the outside identity providers that an organization trusts. */
import * as z from 'zod';
import { type IdentityProvider, workloadIdentityOf } from '../data/workload-identity.ts';
import { badRequest } from '../http/api-fault.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';

const text = z.string().min(1);
const verification = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('discovery'), discovery_url: z.string().nullable() }),
  z.strictObject({ type: z.literal('uploaded_jwks'), jwks: z.record(z.string(), z.unknown()) }),
]);

const newProvider = z.strictObject({
  type: z.enum(['oidc']),
  name: text,
  issuer: z.url({ protocol: /^https$/, error: 'an https URL is needed.' }),
  audience: text,
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  attribute_transformations: z.array(z.strictObject({ attribute: text, expression: text })).optional(),
  verification: verification.optional(),
});

export const identityProviders = resource({
  path: '/organization/workload_identity_providers/{workload_identity_provider_id}',
  parent: wholeOrganization,
  what: 'workload identity provider',
  rows: ({ organization }) => workloadIdentityOf(organization).providers,
  show: (provider) => ({ object: 'organization.workload_identity_provider', ...provider }),
  sortBy: 'created_at',
});

export const workloadIdentityProviderOperations = [
  identityProviders.list({
    query: z.strictObject(unboundedList('desc')),
    page: paginateWithoutEnds,
  }),
  identityProviders.create({
    body: newProvider,
    make({ organization, body }): IdentityProvider {
      const now = organization.now();
      return {
        id: `wip_${organization.random.characters(24)}`,
        type: body.type,
        name: body.name,
        description: body.description ?? null,
        issuer: body.issuer,
        audience: body.audience,
        enabled: body.enabled ?? true,
        attribute_transformations: body.attribute_transformations ?? [],
        verification: body.verification ?? { type: 'discovery', discovery_url: null },
        created_at: now,
        updated_at: now,
      };
    },
    event: 'workload_identity_provider.created',
  }),
  identityProviders.get(),
  identityProviders.change({
    body: newProvider.omit({ type: true }).partial().extend({ description: z.string().nullish() }),
    apply(provider, { organization, body }) {
      Object.assign(provider, body, { updated_at: organization.now() });
    },
    event: 'workload_identity_provider.updated',
  }),
  identityProviders.remove({
    before: refuseInUse,
    answer: 'organization.workload_identity_provider.deleted',
    event: 'workload_identity_provider.deleted',
    payload: ({ id, name }) => ({ id, name }),
  }),
];

function refuseInUse({ id }: IdentityProvider, { organization }: { organization: Organization }): void {
  const rules = [...workloadIdentityOf(organization).rules.values()];
  if (rules.some((rule) => rule.workload_identity_provider_id === id)) {
    const message = `Workload identity provider '${id}' still has federation rules. Delete them first.`;
    throw badRequest(message, 'workload_identity_provider_id', 'workload_identity_provider_in_use');
  }
}
