/** Owns the operations of the outside identity providers that an organization trusts. */
import * as z from 'zod';
import { type IdentityProvider, workloadIdentityOf } from '../data/workload-identity.ts';
import { badRequest } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { adminOperation } from '../http/operation.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, optionalText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';

const list = '/organization/workload_identity_providers';
const one = `${list}/{workload_identity_provider_id}` as const;
const text = z.string().min(1);
const issuer = z.url({ protocol: /^https$/, error: 'an https URL is needed.' });
const transformations = z.array(z.strictObject({ attribute: text, expression: text }));
const verification = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('discovery'), discovery_url: z.string().nullable() }),
  z.strictObject({ type: z.literal('uploaded_jwks'), jwks: z.record(z.string(), z.unknown()) }),
]);

export const workloadIdentityProviderOperations = [
  adminOperation({
    method: 'GET',
    path: list,
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: optionalText,
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
    handle({ organization, query }) {
      const providers = inOrder(workloadIdentityOf(organization).providers.values(), query.order);
      return paginateWithoutEnds(providers.map(toProvider), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: list,
    body: z.strictObject({
      type: z.enum(['oidc']),
      name: text,
      issuer,
      audience: text,
      description: z.string().optional(),
      enabled: z.boolean().optional(),
      attribute_transformations: transformations.optional(),
      verification: verification.optional(),
    }),
    handle({ organization, body }) {
      const now = organization.now();
      const provider: IdentityProvider = {
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
      workloadIdentityOf(organization).providers.set(provider.id, provider);
      recordEvent(organization, 'workload_identity_provider.created', {
        id: provider.id,
        data: requestedChanges(body),
      });
      return toProvider(provider);
    },
  }),
  adminOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, path }) =>
      toProvider(findProvider(organization, path.workload_identity_provider_id)),
  }),
  adminOperation({
    method: 'POST',
    path: one,
    body: z.strictObject({
      name: text.optional(),
      issuer: issuer.optional(),
      audience: text.optional(),
      description: z.string().nullable().optional(),
      enabled: z.boolean().optional(),
      attribute_transformations: transformations.optional(),
      verification: verification.optional(),
    }),
    handle({ organization, path, body }) {
      const provider = findProvider(organization, path.workload_identity_provider_id);
      Object.assign(provider, body, { updated_at: organization.now() });
      recordEvent(organization, 'workload_identity_provider.updated', {
        id: provider.id,
        changes_requested: requestedChanges(body),
      });
      return toProvider(provider);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, path }) {
      const { id, name } = findProvider(organization, path.workload_identity_provider_id);
      const { providers, rules } = workloadIdentityOf(organization);
      if ([...rules.values()].some((rule) => rule.workload_identity_provider_id === id)) {
        throw badRequest(
          `Workload identity provider '${id}' still has federation rules. Delete them first.`,
          'workload_identity_provider_id',
          'workload_identity_provider_in_use',
        );
      }
      providers.delete(id);
      recordEvent(organization, 'workload_identity_provider.deleted', { id, name });
      return { id, object: 'organization.workload_identity_provider.deleted', deleted: true };
    },
  }),
];

export function findProvider(organization: Organization, id: string): IdentityProvider {
  return find(workloadIdentityOf(organization).providers, 'workload identity provider', id);
}

function toProvider(provider: IdentityProvider) {
  return { object: 'organization.workload_identity_provider', ...provider };
}
