/** Owns the operations of the rules by which outside identities act as service accounts. */
import * as z from 'zod';
import { type FederationRule, workloadIdentityOf } from '../data/workload-identity.ts';
import { notFound } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { adminOperation } from '../http/operation.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, optionalText } from '../http/query-rules.ts';
import { find, findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';
import { findProvider } from './workload-identity-providers.ts';

const list = '/organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules';
const one = `${list}/{workload_identity_federation_rule_id}` as const;
const matchers = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]));
const permissions = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('service_account_default') }),
  z.strictObject({ type: z.literal('restricted'), scopes: z.array(z.string()) }),
]);

export const federationRuleOperations = [
  adminOperation({
    method: 'GET',
    path: list,
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: optionalText,
      order: z.enum(['asc', 'desc']).default('desc'),
      service_account_id: optionalText,
    }),
    handle({ organization, path, query }) {
      const { id } = findProvider(organization, path.workload_identity_provider_id);
      const wanted = query.service_account_id;
      const rules = inOrder(workloadIdentityOf(organization).rules.values(), query.order).filter(
        (rule) =>
          rule.workload_identity_provider_id === id &&
          (wanted === undefined || rule.service_account_id === wanted),
      );
      return paginateWithoutEnds(rules.map(toRule), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: list,
    body: z.strictObject({
      attribute_matchers: matchers,
      project_id: z.string(),
      service_account_id: z.string(),
      name: z.string().optional(),
      description: z.string().optional(),
      enabled: z.boolean().optional(),
      permissions: permissions.optional(),
    }),
    handle({ organization, path, body }) {
      const provider = findProvider(organization, path.workload_identity_provider_id);
      const project = findActiveProject(organization, body.project_id);
      const account = find(
        project.serviceAccounts,
        'service account in this project',
        body.service_account_id,
      );
      const now = organization.now();
      const rule: FederationRule = {
        id: `wifr_${organization.random.characters(24)}`,
        workload_identity_provider_id: provider.id,
        project_id: project.id,
        service_account_id: account.id,
        name: body.name ?? null,
        description: body.description ?? null,
        enabled: body.enabled ?? true,
        attribute_matchers: body.attribute_matchers,
        permissions: body.permissions ?? { type: 'service_account_default' },
        created_at: now,
        updated_at: now,
      };
      workloadIdentityOf(organization).rules.set(rule.id, rule);
      recordEvent(organization, 'workload_identity_provider_mapping.created', {
        id: rule.id,
        data: requestedChanges(body),
        identity_provider_id: provider.id,
      });
      return toRule(rule);
    },
  }),
  adminOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, path }) => toRule(findRule(organization, path)),
  }),
  adminOperation({
    method: 'POST',
    path: one,
    body: z.strictObject({
      attribute_matchers: matchers.optional(),
      name: z.string().nullable().optional(),
      description: z.string().nullable().optional(),
      enabled: z.boolean().optional(),
      permissions: permissions.optional(),
    }),
    handle({ organization, path, body }) {
      const rule = findRule(organization, path);
      Object.assign(rule, body, { updated_at: organization.now() });
      recordEvent(organization, 'workload_identity_provider_mapping.updated', {
        id: rule.id,
        changes_requested: requestedChanges(body),
        identity_provider_id: rule.workload_identity_provider_id,
      });
      return toRule(rule);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, path }) {
      const rule = findRule(organization, path);
      const { id, project_id, service_account_id } = rule;
      workloadIdentityOf(organization).rules.delete(id);
      recordEvent(organization, 'workload_identity_provider_mapping.deleted', {
        id,
        identity_provider_id: rule.workload_identity_provider_id,
        project_id,
        service_account_id,
      });
      return { id, object: 'organization.workload_identity_federation_rule.deleted', deleted: true };
    },
  }),
];

function findRule(
  organization: Organization,
  path: Record<'workload_identity_provider_id' | 'workload_identity_federation_rule_id', string>,
): FederationRule {
  const provider = findProvider(organization, path.workload_identity_provider_id);
  const id = path.workload_identity_federation_rule_id;
  const rule = workloadIdentityOf(organization).rules.get(id);
  if (rule?.workload_identity_provider_id !== provider.id) {
    throw notFound('federation rule of this provider', id);
  }
  return rule;
}

function toRule(rule: FederationRule) {
  return { object: 'organization.workload_identity_federation_rule', ...rule };
}
