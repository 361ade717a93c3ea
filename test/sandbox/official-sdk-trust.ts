/** The calls of the official SDK for what an organization trusts outside: keys, storage, identity providers. */
import type OpenAI from 'openai';
import { expect } from 'vitest';
import { collectAll, deleted, startSeconds } from './running-sandbox.ts';

export async function workOnTrust(client: OpenAI): Promise<void> {
  const { organization } = client.admin;
  const project = await organization.projects.create({ name: 'SDK trust' });

  const { externalKeys, externalStorage } = organization;
  const key = await externalKeys.create({
    type: 'aws',
    name: 'SDK key',
    external_id: project.id,
    kms_arn: 'arn:aws:kms:eu-north-1:123456789012:key/1',
    role_arn: 'arn:aws:iam::123456789012:role/openai',
  });
  expect(key).toMatchObject({ type: 'aws', purpose: 'ekm', created_at: startSeconds, api_project_ids: [] });
  await organization.projects.update(project.id, { external_key_id: key.id });
  expect(await externalKeys.retrieve(key.id)).toMatchObject({ api_project_ids: [project.id] });
  const keys = (await collectAll(externalKeys.list({ limit: 1, purpose: 'ekm' }))).map((row) => row.id);
  expect(keys).toHaveLength(3);
  expect(await externalKeys.validate(key.id)).toEqual({ status: 'valid' });
  expect(await externalKeys.delete(key.id)).toMatchObject({ id: key.id, api_project_ids: [project.id] });

  const storage = await externalStorage.create({
    project_id: project.id,
    provider: { type: 'oci', bucket: 'b', region: 'eu-frankfurt-1', tenancy_ocid: 'ocid1.tenancy.oc1..a' },
  });
  expect(storage).toMatchObject({
    object: 'organization.external_storage',
    geography: 'EU',
    status: 'pending',
  });
  expect(await externalStorage.validate(storage.id)).toMatchObject({ status: 'validated' });
  expect(await externalStorage.retrieve(storage.id)).toMatchObject({ status: 'validated' });
  const configurations = (
    await collectAll(externalStorage.list({ limit: 1, after: null, project_id: null }))
  ).map((row) => row.id);
  expect(configurations).toHaveLength(2);
  expect(await externalStorage.delete(storage.id)).toEqual(
    deleted('organization.external_storage.deleted', storage.id),
  );
  await workOnIdentityProviders(client, project.id);
}

async function workOnIdentityProviders(client: OpenAI, project_id: string): Promise<void> {
  const { workloadIdentityProviders: providers, projects } = client.admin.organization;
  const { federationRules: rules } = providers;
  const account = await projects.serviceAccounts.create(project_id, { name: 'deployer' });
  const provider = await providers.create({
    type: 'oidc',
    name: 'SDK',
    issuer: 'https://issuer.halden-works.example',
    audience: 'openai',
  });
  expect(provider).toEqual({
    id: provider.id,
    object: 'organization.workload_identity_provider',
    type: 'oidc',
    name: 'SDK',
    description: null,
    issuer: 'https://issuer.halden-works.example',
    audience: 'openai',
    enabled: true,
    attribute_transformations: [],
    verification: { type: 'discovery', discovery_url: null },
    created_at: startSeconds,
    updated_at: startSeconds,
  });
  const workload_identity_provider_id = provider.id;
  expect(await providers.update(provider.id, { enabled: false })).toMatchObject({ enabled: false });
  expect(await providers.retrieve(provider.id)).toMatchObject({ enabled: false, name: 'SDK' });
  const all = (await collectAll(providers.list({ limit: 2, order: 'asc' }))).map((row) => row.id);
  expect(all).toHaveLength(3);
  expect(all.at(-1)).toBe(provider.id);

  const rule = await rules.create(provider.id, {
    attribute_matchers: { repository: 'halden-works/sdk', protected: true, attempt: 1 },
    project_id,
    service_account_id: account.id,
  });
  expect(rule).toMatchObject({
    object: 'organization.workload_identity_federation_rule',
    workload_identity_provider_id,
    name: null,
    enabled: true,
    permissions: { type: 'service_account_default' },
  });
  const permissions = { type: 'restricted' as const, scopes: ['api.files.read'] };
  expect(
    await rules.update(rule.id, { workload_identity_provider_id, name: 'deploy', permissions }),
  ).toMatchObject({ name: 'deploy', permissions });
  expect(await rules.retrieve(rule.id, { workload_identity_provider_id })).toMatchObject({ permissions });
  const ids = (await collectAll(rules.list(provider.id, { service_account_id: account.id }))).map(
    (row) => row.id,
  );
  expect(ids).toEqual([rule.id]);
  expect(await rules.delete(rule.id, { workload_identity_provider_id })).toEqual(
    deleted('organization.workload_identity_federation_rule.deleted', rule.id),
  );
  expect(await providers.delete(provider.id)).toEqual(
    deleted('organization.workload_identity_provider.deleted', provider.id),
  );
}
