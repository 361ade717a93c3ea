/** The operations of the rules by which outside identities act as service accounts. */
import * as z from 'zod';
import { type FederationRule, workloadIdentityOf } from '../data/workload-identity.ts';
import { paginateWithoutEnds } from '../http/paginate.ts';
import { optionalText, unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { byId } from '../organization/by-id.ts';
import { find, findActiveProject } from '../organization/lookup.ts';
import { requestedChanges } from '../organization/record-event.ts';
import { identityProviders } from './workload-identity-providers.ts';

const permissions = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('service_account_default') }),
  z.strictObject({ type: z.literal('restricted'), scopes: z.array(z.string()) }),
]);

const newRule = z.strictObject({
  attribute_matchers: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  project_id: z.string(),
  service_account_id: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  permissions: permissions.optional(),
});

const federationRules = resource({
  path: '/organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules/{workload_identity_federation_rule_id}',
  parent: identityProviders.item,
  what: 'federation rule of this provider',
  rows({ organization, parent: provider }) {
    const rules = [...workloadIdentityOf(organization).rules.values()];
    return byId(rules.filter((rule) => rule.workload_identity_provider_id === provider.id));
  },
  show: (rule) => ({ object: 'organization.workload_identity_federation_rule', ...rule }),
  sortBy: 'created_at',
});

export const federationRuleOperations = [
  federationRules.list({
    query: z.strictObject({ ...unboundedList('desc'), service_account_id: optionalText }),
    equal: ['service_account_id'],
    page: paginateWithoutEnds,
  }),
  federationRules.create({
    body: newRule,
    make({ organization, parent: provider, body }) {
      const project = findActiveProject(organization, body.project_id);
      const what = 'service account in this project';
      const account = find(project.serviceAccounts, what, body.service_account_id);
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
      return rule;
    },
    event: 'workload_identity_provider_mapping.created',
    payload: ({ id, workload_identity_provider_id: identity_provider_id }, body) => ({
      id,
      data: requestedChanges(body),
      identity_provider_id,
    }),
  }),
  federationRules.get(),
  federationRules.change({
    body: newRule
      .omit({ project_id: true, service_account_id: true })
      .partial()
      .extend({ name: z.string().nullish(), description: z.string().nullish() }),
    apply(rule, { organization, body }) {
      Object.assign(rule, body, { updated_at: organization.now() });
    },
    event: 'workload_identity_provider_mapping.updated',
    payload: ({ id, workload_identity_provider_id: identity_provider_id }, body) => ({
      id,
      changes_requested: requestedChanges(body),
      identity_provider_id,
    }),
  }),
  federationRules.remove({
    before: ({ id }, { organization }) => workloadIdentityOf(organization).rules.delete(id),
    answer: 'organization.workload_identity_federation_rule.deleted',
    event: 'workload_identity_provider_mapping.deleted',
    payload: ({ id, workload_identity_provider_id, project_id, service_account_id }) => ({
      id,
      identity_provider_id: workload_identity_provider_id,
      project_id,
      service_account_id,
    }),
  }),
];
