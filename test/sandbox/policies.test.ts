/** Limits on money, models and tools: what is refused, what later reads see, and what opens again. */
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { collect, openSandbox, projectNamed, send } from './running-sandbox.ts';

const limit = { threshold_amount: 100, currency: 'USD', interval: 'month' };
const alert = { ...limit, notification_channel: { type: 'email', recipients: ['a@halden-works.example'] } };

async function pathOf(sandbox: RunningSandbox, name: string): Promise<string> {
  return `/organization/projects/${await projectNamed(sandbox, name)}`;
}

async function archivedPath(sandbox: RunningSandbox): Promise<string> {
  const projects = await collect(sandbox, '/organization/projects?include_archived=true&limit=100');
  return `/organization/projects/${projects.find(({ status }) => status === 'archived').id}`;
}

test('the company starts with two limits, four alerts, and permissions on two projects', async () => {
  const sandbox = await openSandbox();
  const projects = await collect(sandbox, '/organization/projects?limit=100');
  const over = async (path: string) =>
    Promise.all(projects.map(({ id }) => send(sandbox, 'GET', `/organization/projects/${id}${path}`)));
  const limits = [await send(sandbox, 'GET', '/organization/spend_limit'), ...(await over('/spend_limit'))];
  expect(limits.filter(({ status }) => status === 200)).toHaveLength(2);
  expect(new Set(limits.map(({ status }) => status))).toEqual(new Set([200, 404]));
  const alerts = [await send(sandbox, 'GET', '/organization/spend_alerts'), ...(await over('/spend_alerts'))];
  expect(alerts.flatMap(({ body }) => body.data)).toHaveLength(4);
  const permissions = (await over('/model_permissions')).filter(({ status }) => status === 200);
  expect(permissions.map(({ body }) => body.mode).sort()).toEqual(['allow_list', 'deny_list']);
});

test('a limit is in cents, is enforced when the month reaches it, and deleting it opens spending again', async () => {
  // Where today counts in costs as it does against a limit.
  const sandbox = await openSandbox({ shape: 'documented' });
  const path = `${await pathOf(sandbox, 'Internal-Tools')}/spend_limit`;
  const month = `start_time=${Date.UTC(2026, 10, 1) / 1000}&limit=31`;
  const { body: costs } = await send(
    sandbox,
    'GET',
    `/organization/costs?${month}&project_ids[]=${path.split('/')[3]}`,
  );
  const dollars = costs.data
    .flatMap((bucket: { results: { amount: { value: number } }[] }) => bucket.results)
    .reduce((sum: number, result: { amount: { value: number } }) => sum + result.amount.value, 0);
  const set = async (threshold_amount: number) =>
    (await send(sandbox, 'POST', path, { body: { ...limit, threshold_amount } })).body;
  expect((await set(Math.ceil(dollars * 100))).enforcement).toEqual({ status: 'inactive' });
  expect((await set(Math.floor(dollars * 100))).enforcement).toEqual({ status: 'enforcing' });
  expect((await send(sandbox, 'GET', path)).body.enforcement).toEqual({ status: 'enforcing' });
  expect((await send(sandbox, 'DELETE', path)).status).toBe(200);
  for (const method of ['GET', 'DELETE']) {
    const { status, body } = await send(sandbox, method, path);
    expect([status, body.error.code], method).toEqual([404, 'not_found']);
  }
});

test('alerts page in both directions, a limit of 0 gives none, and an update replaces the channel', async () => {
  const sandbox = await openSandbox();
  const path = `${await pathOf(sandbox, 'Search-Relevance')}/spend_alerts`;
  const ids: string[] = [];
  for (const threshold_amount of [1, 2, 3]) {
    const notification_channel = { ...alert.notification_channel, subject_prefix: 'X' };
    const body = { ...alert, threshold_amount, notification_channel };
    ids.push((await send(sandbox, 'POST', path, { body })).body.id);
  }
  expect((await collect(sandbox, `${path}?limit=2`)).map(({ id }) => id)).toEqual(ids);
  expect((await collect(sandbox, `${path}?order=desc`)).map(({ id }) => id)).toEqual([...ids].reverse());
  const back = await send(sandbox, 'GET', `${path}?limit=1&before=${ids[2]}`);
  expect(back.body).toMatchObject({ data: [{ id: ids[1] }], has_more: true, first_id: ids[1] });
  expect((await send(sandbox, 'GET', `${path}?limit=0`)).body).toMatchObject({ data: [], has_more: true });
  const one = `${path}/${ids[0]}`;
  expect((await send(sandbox, 'POST', one, { body: alert })).body).toEqual({
    ...alert,
    id: ids[0],
    object: 'project.spend_alert',
  });
  await send(sandbox, 'DELETE', one);
  expect((await send(sandbox, 'GET', one)).status).toBe(404);
  expect((await send(sandbox, 'GET', `/organization/spend_alerts/${ids[1]}`)).status).toBe(404);
});

test('replacing permissions replaces all, and they decide which models a project key sees', async () => {
  const sandbox = await openSandbox();
  const id = await projectNamed(sandbox, 'Mobile-App');
  const key = sandbox.projectKeys[id] ?? '';
  const path = `/organization/projects/${id}/model_permissions`;
  const seen = async () =>
    (await send(sandbox, 'GET', '/models', { key })).body.data.map((model: { id: string }) => model.id);
  const all = await seen();
  const allow = async (mode: string, model_ids: string[]) =>
    (await send(sandbox, 'POST', path, { body: { mode, model_ids } })).body;
  await allow('allow_list', ['gpt-4o', 'gpt-4.1']);
  expect(await allow('allow_list', ['gpt-4o'])).toMatchObject({ model_ids: ['gpt-4o'] });
  expect(await seen()).toEqual(['gpt-4o']);
  const refused = await send(sandbox, 'GET', '/models/gpt-4.1', { key });
  expect([refused.status, refused.body.error.code]).toEqual([404, 'model_not_found']);
  await allow('deny_list', ['gpt-4o']);
  expect(await seen()).toEqual(all.filter((model: string) => model !== 'gpt-4o'));
  await send(sandbox, 'DELETE', path);
  expect(await seen()).toEqual(all);
  expect((await send(sandbox, 'GET', path)).status).toBe(404);
});

test('hosted tools and service tiers change only where they are named', async () => {
  const sandbox = await openSandbox();
  const project = await pathOf(sandbox, 'Voice-Agent');
  const tools = `${project}/hosted_tool_permissions`;
  await send(sandbox, 'POST', tools, { body: { mcp: { enabled: false } } });
  await send(sandbox, 'POST', tools, { body: { web_search: { enabled: false }, mcp: null } });
  const { body } = await send(sandbox, 'GET', tools);
  expect(Object.keys(body).filter((tool) => !body[tool].enabled)).toEqual(['mcp', 'web_search']);
  const tiers = `${project}/service_tier_settings`;
  const before = (await send(sandbox, 'GET', tiers)).body;
  await send(sandbox, 'POST', tiers, { body: { enabled_tiers: [] } });
  expect((await send(sandbox, 'GET', tiers)).body).toEqual({ ...before, enabled_tiers: [] });
});

test('each project keeps its own policies', async () => {
  const sandbox = await openSandbox();
  const [one, other] = [await pathOf(sandbox, 'Image-Studio'), await pathOf(sandbox, 'Mobile-App')];
  await send(sandbox, 'POST', `${one}/data_retention`, { body: { retention_type: 'none' } });
  expect((await send(sandbox, 'GET', `${one}/data_retention`)).body.type).toBe('none');
  expect((await send(sandbox, 'GET', `${other}/data_retention`)).body.type).toBe('organization_default');
});

const refusals: [path: string, body: unknown, param: string | null, code: string][] = [
  ['spend_limit', { ...limit, threshold_amount: 0 }, 'threshold_amount', 'integer_below_min_value'],
  ['spend_limit', { ...limit, threshold_amount: 9.5 }, 'threshold_amount', 'invalid_type'],
  ['spend_limit', { ...limit, currency: 'EUR' }, 'currency', 'invalid_value'],
  ['spend_limit', { threshold_amount: 5, currency: 'USD' }, 'interval', 'missing_required_parameter'],
  ['spend_limit', { ...limit, threshold_usd: 1 }, 'threshold_usd', 'unknown_parameter'],
  ['spend_alerts', limit, 'notification_channel', 'missing_required_parameter'],
  [
    'spend_alerts',
    { ...limit, notification_channel: { type: 'email', recipients: ['nobody'] } },
    'notification_channel.recipients[0]',
    'invalid_value',
  ],
  ['model_permissions', { mode: 'allow_list' }, 'model_ids', 'missing_required_parameter'],
  ['model_permissions', { mode: 'all', model_ids: [] }, 'mode', 'invalid_value'],
  ['hosted_tool_permissions', { mcp: true }, 'mcp', 'invalid_type'],
  ['hosted_tool_permissions', { shell: { enabled: true } }, 'shell', 'unknown_parameter'],
  ['service_tier_settings', {}, null, 'missing_required_parameter'],
  ['service_tier_settings', { enabled_tiers: ['slow'] }, 'enabled_tiers', 'invalid_value'],
  ['data_retention', { retention_type: 'forever' }, 'retention_type', 'invalid_value'],
];

test.each(refusals)('POST %s with %j is refused', async (path, body, param, code) => {
  const sandbox = await openSandbox();
  const answer = await send(sandbox, 'POST', `${await pathOf(sandbox, 'Image-Studio')}/${path}`, { body });
  expect([answer.status, answer.body.error.param, answer.body.error.code]).toEqual([400, param, code]);
});

test('the organization has no retention of none or of a default', async () => {
  const sandbox = await openSandbox();
  for (const retention_type of ['none', 'organization_default']) {
    const answer = await send(sandbox, 'POST', '/organization/data_retention', { body: { retention_type } });
    expect(answer.status).toBe(400);
  }
});

test('an archived project can be read but not changed, an unknown one neither', async () => {
  const sandbox = await openSandbox();
  const archived = await archivedPath(sandbox);
  const bodies: Record<string, object> = {
    spend_limit: limit,
    spend_alerts: alert,
    model_permissions: { mode: 'deny_list', model_ids: [] },
    hosted_tool_permissions: {},
    service_tier_settings: { default: 'standard' },
    data_retention: { retention_type: 'none' },
  };
  for (const [name, body] of Object.entries(bodies)) {
    const unknown = `/organization/projects/proj_unknown/${name}`;
    expect((await send(sandbox, 'GET', unknown)).status, name).toBe(404);
    expect((await send(sandbox, 'POST', unknown, { body })).status, name).toBe(404);
    expect((await send(sandbox, 'POST', `${archived}/${name}`, { body })).status, name).toBe(400);
  }
  expect((await send(sandbox, 'GET', `${archived}/hosted_tool_permissions`)).status).toBe(200);
});
