/** What docs/sandbox.md says that the organization holds, in its numbers and names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { startInProcess } from '../cli/in-process.ts';
import { temporaryFolder } from '../e2e/start-server.ts';
import {
  type Answer,
  collect,
  day,
  openSandbox,
  projectNamed,
  send,
  startSeconds,
} from './running-sandbox.ts';

type Row = Answer['body'];

const get = async (sandbox: RunningSandbox, path: string, key?: string): Promise<Row> =>
  (await send(sandbox, 'GET', path, { key })).body;

const projectsIn = (sandbox: RunningSandbox): Promise<Row[]> =>
  collect(sandbox, '/organization/projects?include_archived=true&limit=100');

/** The names of the active projects of which `path` below them fits. */
async function projectsWith(
  sandbox: RunningSandbox,
  path: string,
  fits: (answer: Answer) => boolean,
): Promise<string[]> {
  const active = (await projectsIn(sandbox)).filter(({ status }) => status === 'active');
  const found = await Promise.all(
    active.map(async ({ id, name }) =>
      fits(await send(sandbox, 'GET', `/organization/projects/${id}/${path}`)) ? [name] : [],
    ),
  );
  return found.flat().sort();
}

test('16 projects, 2 archived, one of them a second Document-Intake, and one name that is not ASCII', async () => {
  const projects = await projectsIn(await openSandbox());
  expect(projects).toHaveLength(16);
  expect(projects.filter(({ status }) => status === 'archived')).toHaveLength(2);
  const twins = projects.filter(({ name }) => name === 'Document-Intake');
  expect(twins.map(({ status }) => status).sort()).toEqual(['active', 'archived']);
  expect(new Set(projects.map(({ name }) => name)).size).toBe(15);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is ASCII
  expect(projects.filter(({ name }) => !/^[\x00-\x7f]*$/.test(name))).toHaveLength(1);
});

test('people have memberships', async () => {
  const sandbox = await openSandbox();
  expect(await projectsWith(sandbox, 'users', ({ body }) => body.data.length === 0)).toEqual([]);
});

test('usage in 11 categories, of 120 days', async () => {
  const sandbox = await openSandbox();
  const categories =
    'completions decisions embeddings moderations images audio_speeches audio_transcriptions vector_stores code_interpreter_sessions file_search_calls web_search_calls';
  expect(categories.split(' ')).toHaveLength(11);
  for (const category of categories.split(' ')) {
    const days = await get(
      sandbox,
      `/organization/usage/${category}?start_time=${startSeconds - 30 * day}&limit=31`,
    );
    expect(days.data.flatMap(({ results }: Row) => results).length, category).toBeGreaterThan(0);
  }
  const first = `/organization/usage/completions?start_time=${startSeconds - 119 * day}&limit=1`;
  expect((await get(sandbox, first)).data[0].results.length).toBeGreaterThan(0);
});

test('limits and alerts are of the organization, Marketing-Gen and Data-Science', async () => {
  const sandbox = await openSandbox();
  expect(await get(sandbox, '/organization/spend_limit')).toHaveProperty('threshold_amount');
  expect((await get(sandbox, '/organization/spend_alerts')).data.length).toBeGreaterThan(0);
  expect(await projectsWith(sandbox, 'spend_limit', ({ status }) => status === 200)).toEqual([
    'Marketing-Gen',
  ]);
  expect(await projectsWith(sandbox, 'spend_alerts', ({ body }) => body.data.length > 0)).toEqual([
    'Data-Science',
    'Marketing-Gen',
  ]);
});

test('one admin key is about to expire, and one has expired', async () => {
  const keys = await collect(await openSandbox(), '/organization/admin_api_keys');
  const left = keys.flatMap(({ expires_at }) =>
    expires_at === null ? [] : [(expires_at - startSeconds) / day],
  );
  expect(left.filter((days) => days < 0)).toHaveLength(1);
  expect(left.filter((days) => days > 0 && days < 30)).toHaveLength(1);
});

test('certificates are in use, about to expire, expired and spare', async () => {
  const rows = await collect(await openSandbox(), '/organization/certificates');
  const left = (row: Row) => (row.certificate_details.expires_at - startSeconds) / day;
  expect(rows.filter((row) => row.active && left(row) > 0)).not.toEqual([]);
  expect(rows.filter((row) => left(row) > 0 && left(row) < 30)).not.toEqual([]);
  expect(rows.filter((row) => left(row) < 0)).not.toEqual([]);
  expect(rows.filter((row) => !row.active && left(row) > 30)).not.toEqual([]);
});

test('models, hosted tools, retention and service tiers differ where the page says', async () => {
  const sandbox = await openSandbox();
  const where = (path: string, fits: (body: Row) => boolean) =>
    projectsWith(sandbox, path, ({ status, body }) => status === 200 && fits(body));
  expect(await where('model_permissions', () => true)).toEqual(['Fraud-Signals', 'Marketing-Gen']);
  const isOff = (body: Row) => Object.values<Row>(body).some((tool) => tool?.enabled === false);
  expect(await where('hosted_tool_permissions', isOff)).toEqual(['Legal-Contract-Review']);
  const isZero = ({ type }: Row) => type === 'zero_data_retention';
  expect(await where('data_retention', isZero)).toEqual(['Legal-Contract-Review']);
  const standing = await get(
    sandbox,
    `/organization/projects/${await projectNamed(sandbox, 'Data-Science')}/service_tier_settings`,
  );
  const isOther = (body: Row) => JSON.stringify(body) !== JSON.stringify(standing);
  expect(await where('service_tier_settings', isOther)).toEqual(['Voice-Agent']);
});

test('keys and a bucket elsewhere, providers with rules, and a model that Data-Science shares', async () => {
  const sandbox = await openSandbox();
  expect((await get(sandbox, '/organization/external_keys')).data.length).toBeGreaterThan(1);
  const [bucket, ...others] = (await get(sandbox, '/organization/external_storage')).data;
  expect([bucket.project_id, others]).toEqual([await projectNamed(sandbox, 'Legal-Contract-Review'), []]);
  const providers = (await get(sandbox, '/organization/workload_identity_providers')).data;
  expect(providers).toHaveLength(2);
  for (const { id } of providers) {
    const rules = `/organization/workload_identity_providers/${id}/federation_rules`;
    expect((await get(sandbox, rules)).data.length).toBeGreaterThan(0);
  }
  const science = sandbox.projectKeys[await projectNamed(sandbox, 'Data-Science')];
  const jobs = (await get(sandbox, '/fine_tuning/jobs', science)).data;
  const shared = await Promise.all(
    jobs.map(async ({ fine_tuned_model }: Row) => {
      const path = `/fine_tuning/checkpoints/${fine_tuned_model}/permissions`;
      return fine_tuned_model === null ? [] : (await get(sandbox, path, sandbox.adminKey)).data;
    }),
  );
  expect(shared.flat().length).toBeGreaterThan(0);
});

test('most of what projects hold is in three of them, with states worth asking about', async () => {
  const sandbox = await openSandbox();
  const three = await Promise.all(
    ['Customer-Support-Bot', 'Data-Science', 'Nightly-Evals'].map((name) => projectNamed(sandbox, name)),
  );
  const statesOf = async (path: string) => {
    const lists = await Promise.all(
      Object.entries(sandbox.projectKeys).map(async ([id, key]) =>
        (await get(sandbox, path, key)).data.map((row: Row) => ({ id, status: row.status })),
      ),
    );
    return lists.flat() as { id: string; status: unknown }[];
  };
  const all = [];
  for (const path of ['/files', '/batches', '/fine_tuning/jobs', '/chat/completions', '/containers'])
    all.push(...(await statesOf(path)));
  const inThree = all.filter(({ id }) => three.includes(id)).length;
  expect(inThree).toBeGreaterThan(all.length / 2);
  const statuses = new Set(all.map(({ status }) => status));
  expect([...statuses]).toEqual(expect.arrayContaining(['failed', 'running', 'expired']));
});

test('limits, alerts, models, tiers and retention have no events, when they change and before', async () => {
  const sandbox = await openSandbox();
  const path = `/organization/projects/${await projectNamed(sandbox, 'Voice-Agent')}`;
  const limit = { threshold_amount: 100, currency: 'USD', interval: 'month' };
  const channel = { notification_channel: { type: 'email', recipients: ['a@example.com'] } };
  const bodies: [string, object][] = [
    ['spend_limit', limit],
    ['spend_alerts', { ...limit, ...channel }],
    ['model_permissions', { mode: 'deny_list', model_ids: ['o4-mini'] }],
    ['service_tier_settings', { enabled_tiers: ['flex'] }],
    ['data_retention', { retention_type: 'none' }],
  ];
  const before = await collect(sandbox, '/organization/audit_logs?limit=100');
  for (const [name, body] of bodies)
    expect((await send(sandbox, 'POST', `${path}/${name}`, { body })).status, name).toBe(200);
  const after = await collect(sandbox, '/organization/audit_logs?limit=100');
  expect(after).toHaveLength(before.length);
  for (const { type } of after) expect(type).not.toMatch(/spend|alert|model|tier|retention/);
});

test('nothing of what is written is there in the next one', async () => {
  const first = await openSandbox();
  await send(first, 'POST', '/organization/projects', { body: { name: 'Gone' } });
  expect((await projectsIn(first)).map(({ name }) => name)).toContain('Gone');
  await first.close();
  expect((await projectsIn(await openSandbox())).map(({ name }) => name)).not.toContain('Gone');
});

describe('inside the server', () => {
  const SANDBOX = { sandbox: 'true', tags: 'all' };
  const MARK = '{"sandbox":"make-believe data; every key is fake"';

  test('every answer begins with what it is', async () => {
    const { call } = await startInProcess({ flags: SANDBOX });
    for (const [tool, given] of [
      ['list_projects', {}],
      ['get_project', { project_id: 'proj_nothing' }],
      ['create_project', { name: 'x' }],
      ['create_project', { nam: 'x' }],
      ['list_costs', { start_time: '-7d' }],
      ['archive_project', { project_id: 'Voice-Agent' }],
    ] as const)
      expect((await call(tool, given)).text.slice(0, MARK.length), tool).toBe(MARK);
  });

  test('every answer of discovery begins with it, too', async () => {
    const { call } = await startInProcess({ flags: { ...SANDBOX, exposure: 'discovery' } });
    for (const [tool, given] of [
      ['search_tools', { query: 'projects' }],
      ['search_tools', {}],
      ['get_tool_schema', { name: 'list_projects' }],
      ['get_tool_schema', { name: 'list_nothing' }],
      ['call_read_tool', { name: 'list_projects' }],
      ['call_read_tool', { name: 'create_project', arguments: { name: 'x' } }],
      ['call_write_tool', { name: 'list_projects' }],
      ['call_write_tool', { nam: 'x' }],
    ] as const)
      expect((await call(tool, given)).text.slice(0, MARK.length), tool).toBe(MARK);
  });

  test('the keychain is not opened, a new secret is shown, or kept in the folder that is asked for', async () => {
    const openKeychain = () => {
      throw new Error('The keychain was opened.');
    };
    const flags = { ...SANDBOX, approval: 'off' };
    const given = { name: 'key of a test' };
    const shown = await startInProcess({ flags, openKeychain });
    expect((await shown.call('create_admin_api_key', given)).text).toMatch(/"sk-admin-sandbox-\w{20,}"/);
    const folder = join(temporaryFolder(), 'secrets');
    const kept = await startInProcess({ flags: { ...flags, secrets: `file:${folder}` }, openKeychain });
    const { value, text } = await kept.call('create_admin_api_key', given);
    expect(text).not.toMatch(/sk-admin-sandbox-\w/);
    expect(readFileSync(join(folder, `${value.id}.secret`), 'utf8')).toMatch(/^sk-admin-sandbox-/);
  });

  test('a write waits for approval, and is on record as of profile sandbox', async () => {
    const home = temporaryFolder();
    const state = join(home, '.local', 'state', 'openai-admin-mcp');
    const { call } = await startInProcess({ flags: SANDBOX, environment: { HOME: home } });
    expect(existsSync(state)).toBe(false);
    const { id } = (await call('create_project', { name: 'x' })).value;
    expect((await call('archive_project', { project_id: id })).value).toMatchObject({ needs_approval: true });
    const lines = readFileSync(join(state, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
    const profiles = lines.flatMap((line) => JSON.parse(line).profile ?? []);
    expect(new Set(profiles)).toEqual(new Set(['sandbox']));
    expect(profiles).toHaveLength(2);
  });
});
