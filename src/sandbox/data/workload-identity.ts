/** The outside identity providers that the seeded organization trusts, and which of their identities act as what. */
import { byId } from '../organization/by-id.ts';
import { stateOfOrganization } from '../organization/lazy-state.ts';
import type { Organization } from '../organization/organization.ts';
import { DAY } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

export type IdentityProvider = {
  id: string;
  type: 'oidc';
  name: string;
  description: string | null;
  issuer: string;
  audience: string;
  enabled: boolean;
  attribute_transformations: { attribute: string; expression: string }[];
  verification:
    | { type: 'discovery'; discovery_url: string | null }
    | { type: 'uploaded_jwks'; jwks: Record<string, unknown> };
  created_at: number;
  updated_at: number;
};

export type FederationRule = {
  id: string;
  workload_identity_provider_id: string;
  project_id: string;
  service_account_id: string;
  name: string | null;
  description: string | null;
  enabled: boolean;
  attribute_matchers: Record<string, string | boolean | number>;
  permissions: { type: 'service_account_default' } | { type: 'restricted'; scopes: string[] };
  created_at: number;
  updated_at: number;
};

type WorkloadIdentity = { providers: Map<string, IdentityProvider>; rules: Map<string, FederationRule> };

const audience = 'https://api.openai.com/v1';

/** One provider with two rules and one with one. */
export const workloadIdentityOf = stateOfOrganization((organization): WorkloadIdentity => {
  const random = createRandom(`workload identity ${organization.seed}`);
  const { startedAt } = organization;
  const actions: IdentityProvider = {
    id: `wip_${random.characters(24)}`,
    type: 'oidc',
    name: 'GitHub Actions',
    description: 'Pipelines of the halden-works repositories',
    issuer: 'https://token.actions.githubusercontent.com',
    audience,
    enabled: true,
    attribute_transformations: [{ attribute: 'repository', expression: 'assertion.repository' }],
    verification: { type: 'discovery', discovery_url: null },
    created_at: startedAt - 140 * DAY,
    updated_at: startedAt - 31 * DAY,
  };
  const cluster: IdentityProvider = {
    ...actions,
    id: `wip_${random.characters(24)}`,
    name: 'Production cluster',
    description: null,
    issuer: 'https://oidc.halden-works.example/prod',
    attribute_transformations: [],
    verification: {
      type: 'uploaded_jwks',
      jwks: { keys: [{ kty: 'RSA', kid: 'prod-2026', use: 'sig', alg: 'RS256', n: 'sandbox', e: 'AQAB' }] },
    },
    created_at: startedAt - 77 * DAY,
    updated_at: startedAt - 77 * DAY,
  };
  const rules = [
    seedRule(organization, random, actions, 'Customer-Support-Bot', 'ci-cd', {
      repository: 'halden-works/support-bot',
      ref: 'refs/heads/main',
    }),
    seedRule(organization, random, actions, 'Nightly-Evals', 'ci-cd', {
      repository: 'halden-works/evals',
    }),
    seedRule(organization, random, cluster, 'Legal-Contract-Review', 'prod-api', {
      sub: 'system:serviceaccount:legal:contracts',
    }),
  ].flat();
  return {
    providers: byId([actions, cluster]),
    rules: byId(rules),
  };
});

/** Nothing where the project has no such service account. */
function seedRule(
  organization: Organization,
  random: Random,
  provider: IdentityProvider,
  projectName: string,
  accountName: string,
  attribute_matchers: FederationRule['attribute_matchers'],
): FederationRule[] {
  const id = `wifr_${random.characters(24)}`;
  return [...organization.projects.values()]
    .filter((project) => organization.seededNames.get(project.id) === projectName)
    .flatMap((project) => [...project.serviceAccounts.values()].map((account) => ({ project, account })))
    .filter(({ account }) => account.name === accountName)
    .map(({ project, account }) => ({
      id,
      workload_identity_provider_id: provider.id,
      project_id: project.id,
      service_account_id: account.id,
      name: `${projectName} ${accountName}`,
      description: null,
      enabled: true,
      attribute_matchers,
      permissions:
        accountName === 'ci-cd'
          ? { type: 'restricted', scopes: ['api.all.read'] }
          : { type: 'service_account_default' },
      created_at: provider.created_at + DAY,
      updated_at: provider.created_at + DAY,
    }));
}
