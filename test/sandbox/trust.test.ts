/** Keys, storage and identities outside OpenAI: what registering and removing them does. */
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { collect, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

const keys = '/organization/external_keys';
const storage = '/organization/external_storage';
const providers = '/organization/workload_identity_providers';

const awsKey = {
  type: 'aws',
  name: 'k',
  external_id: 'org-sandbox-halden-works',
  kms_arn: 'arn:aws:kms:eu-north-1:123456789012:key/1',
  role_arn: 'arn:aws:iam::123456789012:role/r',
};
const azureKey = { type: 'azure', name: 'k', key_name: 'k', tenant_id: 't', vault_uri: 'https://v.example' };
const provider = { type: 'oidc', name: 'p', issuer: 'https://issuer.example', audience: 'openai' };

async function types(sandbox: RunningSandbox): Promise<string[]> {
  const { body } = await send(sandbox, 'GET', `/organization/audit_logs?effective_at[gte]=${startSeconds}`);
  return body.data.map((entry: { type: string }) => entry.type).reverse();
}

test.each([
  [keys, 2],
  [storage, 1],
  [providers, 2],
])('%s holds %i rows and pages without the ids of its ends', async (path, count) => {
  const sandbox = await openSandbox();
  const { body } = await send(sandbox, 'GET', path);
  expect(Object.keys(body).sort()).toEqual(['data', 'has_more', 'object']);
  expect(body.data).toHaveLength(count);
  const ids = body.data.map((row: { id: string }) => row.id);
  const walked = [];
  let cursor = '';
  while (walked.length < count) {
    const page = (await send(sandbox, 'GET', `${path}?limit=1${cursor}`)).body;
    expect(page.has_more).toBe(walked.length < count - 1);
    walked.push(page.data[0].id);
    cursor = `&after=${page.data[0].id}`;
  }
  expect(walked).toEqual(ids);
  const ascending = (await send(sandbox, 'GET', `${path}?order=asc`)).body.data;
  expect(ascending.map((row: { id: string }) => row.id)).toEqual([...ids].reverse());
});

test('writes leave the events that the API knows for them', async () => {
  const sandbox = await openSandbox();
  const write = async (method: string, path: string, body?: object) => {
    const answer = await send(sandbox, method, path, { body });
    expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  };
  const project_id = await projectNamed(sandbox, 'Voice-Agent');
  const [account] = await collect(sandbox, `/organization/projects/${project_id}/service_accounts`);
  const key = await write('POST', keys, awsKey);
  await write('POST', `${keys}/${key.id}/validate`);
  await write('DELETE', `${keys}/${key.id}`);
  const place = await write('POST', storage, {
    project_id,
    provider: { type: 'aws', bucket: 'b', role_arn: awsKey.role_arn },
  });
  await write('POST', `${storage}/${place.id}/validate`);
  await write('DELETE', `${storage}/${place.id}`);
  await write('DELETE', `${storage}/${place.id}`);
  const { id } = await write('POST', providers, provider);
  await write('POST', `${providers}/${id}`, { description: 'x' });
  const rules = `${providers}/${id}/federation_rules`;
  const rule = await write('POST', rules, {
    attribute_matchers: { sub: 'x' },
    project_id,
    service_account_id: account.id,
  });
  await write('POST', `${rules}/${rule.id}`, { enabled: false });
  await write('DELETE', `${rules}/${rule.id}`);
  await write('DELETE', `${providers}/${id}`);
  const mapping = 'workload_identity_provider_mapping';
  expect(await types(sandbox)).toEqual([
    'external_key.registered',
    'external_key.removed',
    'external_storage.registered',
    'external_storage.removed',
    'workload_identity_provider.created',
    'workload_identity_provider.updated',
    `${mapping}.created`,
    `${mapping}.updated`,
    `${mapping}.deleted`,
    'workload_identity_provider.deleted',
  ]);
  const { body } = await send(sandbox, 'GET', `/organization/audit_logs?event_types[]=${mapping}.deleted`);
  expect(body.data[0][`${mapping}.deleted`]).toEqual({
    id: rule.id,
    identity_provider_id: id,
    project_id,
    service_account_id: account.id,
  });
});

test('a provider is deleted only after its rules', async () => {
  const sandbox = await openSandbox();
  const [{ id }] = (await send(sandbox, 'GET', providers)).body.data;
  const refused = await send(sandbox, 'DELETE', `${providers}/${id}`);
  expect([refused.status, refused.body.error.code]).toEqual([400, 'workload_identity_provider_in_use']);
  const rules = `${providers}/${id}/federation_rules`;
  for (const rule of (await send(sandbox, 'GET', rules)).body.data) {
    expect((await send(sandbox, 'DELETE', `${rules}/${rule.id}`)).status).toBe(200);
  }
  expect((await send(sandbox, 'DELETE', `${providers}/${id}`)).status).toBe(200);
  expect((await send(sandbox, 'GET', rules)).status).toBe(404);
});

test('a rule belongs to one provider, and its service account to its project', async () => {
  const sandbox = await openSandbox();
  const [one, other] = (await send(sandbox, 'GET', providers)).body.data;
  const [rule] = (await send(sandbox, 'GET', `${providers}/${one.id}/federation_rules`)).body.data;
  expect((await send(sandbox, 'GET', `${providers}/${other.id}/federation_rules/${rule.id}`)).status).toBe(
    404,
  );
  const project_id = await projectNamed(sandbox, 'Mobile-App');
  const body = { attribute_matchers: {}, project_id, service_account_id: rule.service_account_id };
  const foreign = await send(sandbox, 'POST', `${providers}/${one.id}/federation_rules`, { body });
  expect(foreign.status).toBe(404);
});

test('removing the last storage of a project restores the retention of the organization', async () => {
  const sandbox = await openSandbox();
  const project_id = await projectNamed(sandbox, 'Legal-Contract-Review');
  const retention = async () =>
    (await send(sandbox, 'GET', `/organization/projects/${project_id}/data_retention`)).body.type;
  const [first] = (await send(sandbox, 'GET', `${storage}?project_id=${project_id}`)).body.data;
  const body = { project_id, provider: { type: 'oci', bucket: 'b', region: 'r', tenancy_ocid: 'o' } };
  const second = (await send(sandbox, 'POST', storage, { body })).body;
  await send(sandbox, 'DELETE', `${storage}/${first.id}`);
  expect(await retention()).toBe('zero_data_retention');
  await send(sandbox, 'DELETE', `${storage}/${second.id}`);
  expect(await retention()).toBe('organization_default');
});

test('a removed key is taken off the projects that used it', async () => {
  const sandbox = await openSandbox();
  const [key] = (await send(sandbox, 'GET', keys)).body.data;
  const project = `/organization/projects/${await projectNamed(sandbox, 'Mobile-App')}`;
  await send(sandbox, 'POST', project, { body: { external_key_id: key.id } });
  const removed = await send(sandbox, 'DELETE', `${keys}/${key.id}`);
  expect(removed.body).toMatchObject({ id: key.id, api_project_ids: [project.split('/')[3]] });
  expect((await send(sandbox, 'GET', project)).body.external_key_id).toBeNull();
});

const refusals: [path: string, body: object, param: string, code: string][] = [
  [keys, { ...awsKey, external_id: 'proj_of_another' }, 'external_id', 'invalid_value'],
  [keys, { ...awsKey, role_arn: undefined }, 'role_arn', 'missing_required_parameter'],
  [keys, { ...awsKey, vault_uri: 'x' }, 'vault_uri', 'unknown_parameter'],
  [keys, { ...awsKey, type: 'ibm' }, 'type', 'invalid_value'],
  [keys, { ...azureKey, key_version: '1' }, 'key_version', 'invalid_parameter'],
  [keys, { ...azureKey, purpose: 'psp_decryption' }, 'key_version', 'missing_required_parameter'],
  [
    storage,
    { provider: { type: 'aws', bucket: 'b', role_arn: 'r' } },
    'project_id',
    'missing_required_parameter',
  ],
  [
    storage,
    { project_id: 'p', provider: { type: 'aws', bucket: 'b' } },
    'provider.role_arn',
    'missing_required_parameter',
  ],
  [providers, { ...provider, issuer: 'http://issuer.example' }, 'issuer', 'invalid_value'],
  [providers, { ...provider, type: 'saml' }, 'type', 'invalid_value'],
  [
    providers,
    { ...provider, verification: { type: 'discovery' } },
    'verification.discovery_url',
    'missing_required_parameter',
  ],
];

test.each(refusals)('POST %s with %j is refused', async (path, body, param, code) => {
  const sandbox = await openSandbox();
  const answer = await send(sandbox, 'POST', path, { body });
  expect([answer.status, answer.body.error.param, answer.body.error.code]).toEqual([400, param, code]);
});
