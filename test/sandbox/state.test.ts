/** Writes are seen by later reads and in the audit log. */
import { expect, test } from 'vitest';
import { collect, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

test('every write adds its event, made by the admin key', async () => {
  const sandbox = await openSandbox();
  const write = async (method: string, path: string, body?: object) => {
    const answer = await send(sandbox, method, path, { body });
    expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  };
  const users = await collect(sandbox, '/organization/users?limit=100');
  const user = users.at(-1).id;
  const project = (await write('POST', '/organization/projects', { name: 'Trail' })).id;
  const path = `/organization/projects/${project}`;
  await write('POST', path, { name: 'Trail 2' });
  await write('POST', `${path}/users`, { user_id: user, role: 'member' });
  await write('POST', `${path}/users/${user}`, { role: 'owner' });
  await write('DELETE', `${path}/users/${user}`);
  const account = await write('POST', `${path}/service_accounts`, { name: 'ci' });
  await write('POST', `${path}/service_accounts/${account.id}`, { role: 'owner' });
  await write('POST', `${path}/api_keys/${account.api_key.id}`, { scopes: ['api.all.read'] });
  await write('DELETE', `${path}/api_keys/${account.api_key.id}`);
  await write('POST', `${path}/rate_limits/rl-gpt-4o`, { max_requests_per_1_minute: 500 });
  await write('DELETE', `${path}/service_accounts/${account.id}`);
  await write('POST', `${path}/archive`);
  await write('POST', `/organization/users/${user}`, { role: 'owner' });
  await write('DELETE', `/organization/users/${user}`);

  const { body } = await send(sandbox, 'GET', `/organization/audit_logs?effective_at[gte]=${startSeconds}`);
  const expected: [type: string, payload: object][] = [
    ['project.created', { id: project, data: { name: 'Trail', title: 'Trail' } }],
    ['project.updated', { id: project, changes_requested: { title: 'Trail 2' } }],
    ['user.added', { id: user, data: { role: 'member' } }],
    ['user.updated', { id: user, changes_requested: { role: 'owner' } }],
    ['user.deleted', { id: user }],
    ['service_account.created', { id: account.id, data: { role: 'member' } }],
    ['api_key.created', { id: account.api_key.id, data: { scopes: [] } }],
    ['service_account.updated', { id: account.id, changes_requested: { role: 'owner' } }],
    ['api_key.updated', { id: account.api_key.id, changes_requested: { scopes: ['api.all.read'] } }],
    ['api_key.deleted', { id: account.api_key.id }],
    ['rate_limit.updated', { id: 'rl-gpt-4o', changes_requested: { max_requests_per_1_minute: 500 } }],
    ['service_account.deleted', { id: account.id }],
    ['project.archived', { id: project }],
    ['user.updated', { id: user, changes_requested: { role: 'owner' } }],
    ['user.deleted', { id: user }],
  ];
  expect(body.data.map((entry: { type: string }) => entry.type)).toEqual(
    expected.map(([type]) => type).reverse(),
  );
  for (const [index, [type, payload]] of expected.reverse().entries()) {
    expect(body.data[index]).toMatchObject({
      effective_at: startSeconds,
      actor: {
        type: 'api_key',
        api_key: { type: 'user', user: { email: 'ingrid.solberg@halden-works.example' } },
      },
      [type]: payload,
    });
  }
});

test('a new project has its own rate limits, its creator as only member, and no traffic', async () => {
  const sandbox = await openSandbox();
  const { id } = (await send(sandbox, 'POST', '/organization/projects', { body: { name: 'Fresh' } })).body;
  const path = `/organization/projects/${id}`;
  const body = { max_requests_per_1_minute: 500 };
  await send(sandbox, 'POST', `${path}/rate_limits/rl-gpt-4o`, { body });
  const requests = async (project: string) => {
    const rows = await collect(sandbox, `/organization/projects/${project}/rate_limits`);
    return rows.find((row) => row.id === 'rl-gpt-4o').max_requests_per_1_minute;
  };
  expect(await requests(id)).toBe(500);
  expect(await requests(await projectNamed(sandbox, 'Data-Science'))).toBe(10_000);
  expect(await collect(sandbox, `${path}/users`)).toMatchObject([{ name: 'Ingrid Solberg', role: 'owner' }]);
  expect(await collect(sandbox, `${path}/service_accounts`)).toEqual([]);
  expect(await collect(sandbox, `${path}/api_keys?owner_project_access=any`)).toEqual([]);
  expect((await collect(sandbox, '/organization/projects')).map((project) => project.id)).toContain(id);
});

test('archiving hides a project and ends its costs', async () => {
  let time = Date.UTC(2026, 10, 22, 6);
  // Where costs of today are shown.
  const sandbox = await openSandbox({ now: () => time, shape: 'documented' });
  const id = await projectNamed(sandbox, 'Nightly-Evals');
  const spent = async () => {
    const path = `/organization/costs?start_time=${Date.UTC(2026, 10, 22) / 1000}&project_ids[]=${id}`;
    return (await send(sandbox, 'GET', path)).body.data[0].results[0].amount.value;
  };
  const early = await spent();
  time += 3_600_000;
  const later = await spent();
  expect(later).toBeGreaterThan(early);
  await send(sandbox, 'POST', `/organization/projects/${id}/archive`);
  time += 3_600_000;
  expect(await spent()).toBe(later);
  const listed = async (query: string) =>
    (await collect(sandbox, `/organization/projects${query}`)).some((project) => project.id === id);
  expect([await listed(''), await listed('?include_archived=true')]).toEqual([false, true]);
});

test('a user who leaves the organization leaves its projects, and keys without an owner with access', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Search-Relevance');
  const path = `/organization/projects/${project}`;
  const keys = await collect(sandbox, `${path}/api_keys`);
  const owner = keys.find((key) => key.owner.user?.role === 'member' || key.name === 'local development')
    .owner.user.id;
  expect((await collect(sandbox, `${path}/users`)).map((user) => user.id)).toContain(owner);
  expect((await send(sandbox, 'DELETE', `/organization/users/${owner}`)).status).toBe(200);
  expect((await send(sandbox, 'GET', `/organization/users/${owner}`)).status).toBe(404);
  expect((await collect(sandbox, `${path}/users`)).map((user) => user.id)).not.toContain(owner);
  const inactive = await collect(sandbox, `${path}/api_keys?owner_project_access=inactive`);
  expect(inactive.length).toBeGreaterThan(0);
  expect(inactive.every((key) => key.owner_project_access === 'inactive')).toBe(true);
  expect(inactive.map((key) => key.owner.user.id)).toContain(owner);
});

test('files of a store finish at the second read, and a cancelled batch keeps what was finished', async () => {
  const sandbox = await openSandbox();
  const stores = (await send(sandbox, 'GET', '/vector_stores')).body.data;
  const source = stores.find((store: { name: string }) => store.name === 'Help Center Articles').id;
  const [one, two] = (await send(sandbox, 'GET', `/vector_stores/${source}/files`)).body.data;
  const { id } = (await send(sandbox, 'POST', '/vector_stores', { body: { name: 'New' } })).body;
  const add = async (file_id: string) =>
    (await send(sandbox, 'POST', `/vector_stores/${id}/file_batches`, { body: { file_ids: [file_id] } }))
      .body;
  const finished = await add(one.id);
  const statuses = [];
  for (let read = 0; read < 2; read += 1) {
    statuses.push(
      (await send(sandbox, 'GET', `/vector_stores/${id}/file_batches/${finished.id}`)).body.status,
    );
  }
  expect(statuses).toEqual(['in_progress', 'completed']);
  const stopped = await add(two.id);
  await send(sandbox, 'POST', `/vector_stores/${id}/file_batches/${stopped.id}/cancel`);
  await send(sandbox, 'POST', `/vector_stores/${id}/file_batches/${finished.id}/cancel`);
  const store = (await send(sandbox, 'GET', `/vector_stores/${id}`)).body;
  expect(store.file_counts).toEqual({ in_progress: 0, completed: 1, failed: 0, cancelled: 1, total: 2 });
  expect(store.usage_bytes).toBe(one.usage_bytes);
  const unknown = await send(sandbox, 'POST', `/vector_stores/${id}/files`, {
    body: { file_id: 'file-unknown' },
  });
  expect(unknown.status).toBe(404);
});

test('search honours words, filters, threshold and the number of results', async () => {
  const sandbox = await openSandbox();
  const stores = (await send(sandbox, 'GET', '/vector_stores')).body.data;
  const { id } = stores.find((store: { name: string }) => store.name === 'Help Center Articles');
  const search = async (body: object) =>
    (await send(sandbox, 'POST', `/vector_stores/${id}/search`, { body })).body;
  const query = 'refund paid to the original card';
  const all = await search({ query, max_num_results: 50 });
  expect(all).toMatchObject({
    object: 'vector_store.search_results.page',
    search_query: [query],
    has_more: false,
  });
  expect(all.data[0].content[0].text).toContain('A refund is paid to the original card');
  const scores = all.data.map((result: { score: number }) => result.score);
  expect(scores).toEqual([...scores].sort((one: number, other: number) => other - one));
  expect((await search({ query, max_num_results: 2 })).data).toEqual(all.data.slice(0, 2));
  expect((await search({ query: 'zeppelin' })).data).toEqual([]);
  expect((await search({ query, ranking_options: { score_threshold: 1 } })).data).toEqual([]);
  const { year } = all.data[0].attributes;
  const filters = {
    type: 'and',
    filters: [
      { type: 'eq', key: 'year', value: year },
      { type: 'in', key: 'topic', value: ['support'] },
    ],
  };
  const filtered = (await search({ query, filters, max_num_results: 50 })).data;
  expect(filtered).toEqual(
    all.data.filter((result: { attributes: { year: number } }) => result.attributes.year === year),
  );
  const none = await search({ query, filters: { type: 'gt', key: 'year', value: 2100 } });
  expect(none.data).toEqual([]);
  const expired = stores.find((store: { status: string }) => store.status === 'expired').id;
  expect((await send(sandbox, 'POST', `/vector_stores/${expired}/search`, { body: { query } })).status).toBe(
    400,
  );
});
