/** Keys open what keys of their class open, and every answer carries the API's headers. */
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { openSandbox, projectNamed, send, startTime } from './running-sandbox.ts';

test('keys look like fake keys', async () => {
  const sandbox = await openSandbox();
  expect(sandbox.adminKey).toMatch(/^sk-admin-sandbox-[A-Za-z0-9]{20,}$/);
  const keys = Object.values(sandbox.projectKeys);
  expect(keys).toHaveLength(14);
  for (const key of keys) expect(key).toMatch(/^sk-proj-sandbox-[a-z0-9-]+-[A-Za-z0-9]{20,}$/);
  expect(keys).toContain(sandbox.projectKey);
});

test('no key and a wrong key get 401', async () => {
  const sandbox = await openSandbox();
  for (const key of [null, 'sk-admin-wrong', `${sandbox.adminKey}x`]) {
    const { status, body } = await send(sandbox, 'GET', '/organization/projects', { key });
    expect([status, body.error.code, body.error.type]).toEqual([
      401,
      'invalid_api_key',
      'invalid_request_error',
    ]);
  }
});

test.each<
  [what: string, headers: (own: string, other: string) => Record<string, string>, code: string | undefined]
>([
  ['its own project', (own) => ({ 'openai-project': own }), undefined],
  ['another project', (_, other) => ({ 'openai-project': other }), 'mismatched_project'],
  ['no project that exists', () => ({ 'openai-project': 'proj_none' }), 'mismatched_project'],
  ['another organization', () => ({ 'openai-organization': 'org-other' }), 'mismatched_organization'],
])('a key with a header that names %s', async (_, headers, code) => {
  const sandbox = await openSandbox();
  const [[own, key], [other]] = Object.entries(sandbox.projectKeys) as [[string, string], [string, string]];
  const response = await fetch(`${sandbox.url}/vector_stores`, {
    headers: { authorization: `Bearer ${key}`, ...headers(own, other) },
  });
  expect(response.status).toBe(code === undefined ? 200 : 401);
  if (code !== undefined) expect(await response.json()).toMatchObject({ error: { code } });
});

test('a key of the other class gets 403 that names the scope', async () => {
  const sandbox = await openSandbox();
  const attempts: [method: string, path: string, key: string, scope: string][] = [
    ['GET', '/organization/projects', sandbox.projectKey, 'api.management.read'],
    ['POST', '/organization/projects', sandbox.projectKey, 'api.management.write'],
    ['GET', '/vector_stores', sandbox.adminKey, 'api.vector_stores.read'],
    ['POST', '/vector_stores', sandbox.adminKey, 'api.vector_stores.write'],
  ];
  for (const [method, path, key, scope] of attempts) {
    const { status, body } = await send(sandbox, method, path, { key });
    expect(status).toBe(403);
    expect(body.error.message).toContain(`Missing scopes: ${scope}.`);
  }
});

test('a project key sees the vector stores of its project alone', async () => {
  const sandbox = await openSandbox();
  const science = sandbox.projectKeys[await projectNamed(sandbox, 'Data-Science')] ?? '';
  const own = (await send(sandbox, 'GET', '/vector_stores')).body.data;
  const foreign = (await send(sandbox, 'GET', '/vector_stores', { key: science })).body.data;
  expect(own).toHaveLength(5);
  expect(foreign).toHaveLength(3);
  expect((await send(sandbox, 'GET', `/vector_stores/${foreign[0].id}`)).status).toBe(404);
  expect((await send(sandbox, 'GET', `/vector_stores/${foreign[0].id}`, { key: science })).status).toBe(200);
});

test('a minted key works as a project key until it expires, is deleted, or its project is archived', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ now: () => time });
  const project = (await send(sandbox, 'POST', '/organization/projects', { body: { name: 'Keys' } })).body.id;
  const accounts = `/organization/projects/${project}/service_accounts`;
  const account = (await send(sandbox, 'POST', accounts, { body: { name: 'ci', expires_in_seconds: 60 } }))
    .body;
  const keys = `${accounts}/${account.id}/api_keys`;
  const mint = async (body: object) => (await send(sandbox, 'POST', keys, { body })).body;
  const expiring: string = account.api_key.value;
  const lasting = await mint({});
  const deleted = await mint({});
  const status = async (key: string) => (await send(sandbox, 'GET', '/vector_stores', { key })).status;
  expect([await status(expiring), await status(lasting.value), await status(deleted.value)]).toEqual([
    200, 200, 200,
  ]);
  time += 60_000;
  await send(sandbox, 'DELETE', `/organization/projects/${project}/api_keys/${deleted.id}`);
  expect([await status(expiring), await status(lasting.value), await status(deleted.value)]).toEqual([
    401, 200, 401,
  ]);
  await send(sandbox, 'POST', `/organization/projects/${project}/archive`);
  expect(await status(lasting.value)).toBe(401);
});

test('a key with read scopes may read and search but not write', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Customer-Support-Bot');
  const path = `/organization/projects/${project}/service_accounts`;
  const account = (
    await send(sandbox, 'POST', path, { body: { name: 'r', create_service_account_only: true } })
  ).body;
  expect(account).toMatchObject({ api_key: null, role: 'none' });
  const body = { scopes: ['api.all.read'] };
  const { value: key } = (await send(sandbox, 'POST', `${path}/${account.id}/api_keys`, { body })).body;
  const [store] = (await send(sandbox, 'GET', '/vector_stores', { key })).body.data;
  const search = await send(sandbox, 'POST', `/vector_stores/${store.id}/search`, {
    key,
    body: { query: 'refund' },
  });
  const create = await send(sandbox, 'POST', '/vector_stores', { key, body: { name: 'x' } });
  expect([search.status, create.status]).toEqual([200, 403]);
});

test('every answer carries the headers of the API, refusals included', async () => {
  const sandbox = await openSandbox();
  const ids = new Set<string | null>();
  for (const path of ['/organization/projects', '/organization/projects?limit=0', '/nothing']) {
    const { headers } = await send(sandbox, 'GET', path);
    ids.add(headers.get('x-request-id'));
    expect(headers.get('x-request-id')).toMatch(/^req_\w{20,}$/);
    expect(headers.get('openai-processing-ms')).toMatch(/^\d+$/);
    expect(headers.get('openai-version')).toBe('2020-10-01');
    expect(headers.get('openai-organization')).toMatch(/^org-sandbox/);
    expect(headers.has('x-ratelimit-limit-requests')).toBe(false);
  }
  expect(ids.size).toBe(3);
});

test('it listens on 127.0.0.1 alone', async () => {
  const sandbox = await openSandbox();
  expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  const { port } = new URL(sandbox.url);
  const others = Object.values(networkInterfaces())
    .flat()
    .flatMap((network) => (network === undefined || network.internal ? [] : [network.address]));
  for (const host of ['::1', ...others]) expect(await connects(host, Number(port)), host).toBe(false);
  expect(await connects('127.0.0.1', Number(port))).toBe(true);
});

test('close ends open connections, and a taken port is a plain message', async () => {
  const sandbox = await openSandbox();
  await send(sandbox, 'GET', '/organization/projects');
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ now: () => startTime, port })).rejects.toThrow(
    `127.0.0.1:${port}. Choose another port`,
  );
  await sandbox.close();
  expect(await connects('127.0.0.1', port)).toBe(false);
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(10_000, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
