/** A key's rotation in two calls before a real sandbox: once a day, and the old key only when nobody uses it or a person says so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ASKING, aboutEverything, type SettingOptions, typing, wordOf } from '../../guard/guard-setting.ts';
import { listed, type SandboxSetting, sandboxSetting } from '../../guard/sandbox-setting.ts';
import { startTime } from '../../sandbox/running-sandbox.ts';

const HOUR = 3_600_000;
const TOOL = 'rotate_service_account_key';
const ACCOUNT = { project_id: 'Data-Science', service_account_id: 'etl-batch' };
const DELETE = { ...ACCOUNT, delete_old: true };
const OLD = 'etl-batch-key';

/** `file` keeps new secrets out of the answers. */
async function start(options: SettingOptions = {}) {
  const setting = await sandboxSetting({ clock: { now: startTime }, mode: 'off', ...options });
  const call = async (given: object, caller = ASKING) => setting.call(TOOL, given, caller);
  return { ...setting, setting, call, keys: () => keysOf(setting) };
}

async function idsOf(setting: SandboxSetting) {
  const projects = await listed(setting, 'list_projects', { limit: 100 });
  const project_id = projects.find(({ name }) => name === ACCOUNT.project_id)?.id;
  const accounts = await listed(setting, 'list_project_service_accounts', { project_id });
  const service_account_id = accounts.find(({ name }) => name === ACCOUNT.service_account_id)?.id;
  return { project_id, service_account_id };
}

/** Names of the account's keys. */
async function keysOf(setting: SandboxSetting): Promise<unknown[]> {
  const { project_id } = await idsOf(setting);
  const rows = await listed(setting, 'list_project_api_keys', { project_id, limit: 100 });
  return rows.filter((row) => row['owner.name'] === ACCOUNT.service_account_id).map(({ name }) => name);
}

describe('a new key', () => {
  test('goes to the place for secrets; the old one stays and is named with its last use', async () => {
    const { call, keys, home } = await start();
    const { value } = await call(ACCOUNT);
    expect(value.is_done).toBe(true);
    expect(await keys()).toEqual([OLD, 'etl-batch 2026-11-22']);
    expect(JSON.stringify(value.notes)).toMatch(
      /etl-batch-key.{0,40}last used 2026-11-2\d \d\d:\d\d UTC, stays/,
    );
    const [file = ''] = readdirSync(join(home, 'secrets'));
    const secret = readFileSync(join(home, 'secrets', file), 'utf8').trim();
    expect(secret).toMatch(/^sk-svcacct-/);
    expect(JSON.stringify(value)).not.toContain(secret);
    expect(JSON.stringify(value.secrets)).toContain(file);
  });

  test('is made once a day; after that the same call asks for another', async () => {
    const { call, keys, writes, clock } = await start({ mode: 'irreversible' });
    const first = await call(ACCOUNT);
    await call(ACCOUNT, typing(wordOf(first.ask), first.ask));
    clock.now += 23 * HOUR;
    const again = await call(ACCOUNT);
    expect(again.ask).toBeUndefined();
    expect(again.value).toMatchObject({ is_done: true, done: [] });
    expect(JSON.stringify(again.value.notes)).toContain('etl-batch 2026-11-22');
    expect(writes()).toHaveLength(1);
    clock.now += 2 * HOUR;
    const later = await call(ACCOUNT);
    expect(later.ask?.message).toContain('etl-batch 2026-11-23');
    expect(writes()).toHaveLength(1);
    await call(ACCOUNT, typing(wordOf(later.ask), later.ask));
    expect(await keys()).toEqual([OLD, 'etl-batch 2026-11-22', 'etl-batch 2026-11-23']);
  });

  test('has a name of its own where another was made that day, so that a typed name means one key', async () => {
    const { call, keys } = await start({ mode: 'off' });
    await call(ACCOUNT);
    await call({ ...ACCOUNT, scopes: ['api.all.read'] });
    await call({ ...ACCOUNT, scopes: ['api.all.write'] });
    expect(await keys()).toEqual([
      OLD,
      'etl-batch 2026-11-22',
      'etl-batch 2026-11-22 (2)',
      'etl-batch 2026-11-22 (3)',
    ]);
  });

  test('is made anew on the same day where the first was deleted', async () => {
    const { call, keys, direct, clock } = await start();
    const { value } = await call(ACCOUNT);
    const id = /\((key_\w+)\)/.exec(JSON.stringify(value.done))?.[1];
    const project_id = /\((proj_\w+)\)/.exec(JSON.stringify(value.done))?.[1];
    await direct(
      {
        method: 'DELETE',
        path: `/organization/projects/${project_id}/api_keys/${id}`,
        query: '',
        safe: false,
        key: { class: 'admin' },
      },
      new AbortController().signal,
    );
    expect(await keys()).toEqual([OLD]);
    clock.now += 1000;
    await call(ACCOUNT);
    expect(await keys()).toEqual([OLD, 'etl-batch 2026-11-22']);
  });
});

describe('the old key, used within the grace period', () => {
  const allowed = { authority: aboutEverything('allow') };

  test.each([
    ['--approval off', {}],
    ['a policy that approves everything beforehand', { mode: 'irreversible' as const, ...allowed }],
  ])('is deleted only by its typed name, under %s', async (_, options) => {
    const { call, keys } = await start(options);
    await call(ACCOUNT);
    const { ask } = await call(DELETE);
    expect(wordOf(ask)).toBe(OLD);
    expect(ask?.message).toMatch(
      /last used 2026-11-2\d \d\d:\d\d UTC, .* and within the grace period of 24 hours/,
    );
    const { error } = await call(DELETE, typing('etl-batch', ask));
    expect(error?.kind).toBe('refused');
    expect(await keys()).toHaveLength(2);
    const again = await call(DELETE);
    const { value } = await call(DELETE, typing(OLD, again.ask));
    expect(value.is_done).toBe(true);
    expect(await keys()).toEqual(['etl-batch 2026-11-22']);
  });

  test('stays where nobody can be asked in the conversation: a plan waits for a terminal', async () => {
    const { call, keys, approveAll } = await start();
    await call(ACCOUNT);
    const { value } = await call(DELETE, { client: 'test 1', canAsk: false });
    expect(value.needs_approval).toBe(true);
    expect(await keys()).toHaveLength(2);
    await approveAll();
    await call(DELETE, { client: 'test 1', canAsk: false });
    expect(await keys()).toHaveLength(1);
  });

  test('stays where a policy denies it, whatever is typed', async () => {
    const tools = new Set(['delete_project_api_key']);
    const { call, keys } = await start({
      authority: { policies: [{ rules: [{ kind: 'deny', tools, place: 'policy.yaml:7' }] }] },
    });
    await call(ACCOUNT);
    const { error, ask } = await call(DELETE);
    expect(ask).toBeUndefined();
    expect(String(error?.message)).toContain('policy.yaml:7');
    expect(await keys()).toHaveLength(2);
  });

  test('stays with a word that was given while it was idle', async () => {
    const { call, keys, clock } = await start({ mode: 'irreversible' });
    const first = await call(ACCOUNT);
    await call(ACCOUNT, typing(wordOf(first.ask), first.ask));
    clock.now += 48 * HOUR;
    const { ask } = await call(DELETE);
    expect(ask?.message).not.toContain('grace');
    // As if it had been used meanwhile: the approval has still some minutes, and the last use is recent.
    const { error } = await call({ ...DELETE, grace_hours: 8760 }, typing(OLD, ask));
    expect(error?.kind).toBe('refused');
    expect(await keys()).toHaveLength(2);
  });
});

describe('the old key, idle for as long as asked', () => {
  test.each([
    ['a day and more after its last use', 48, {}],
    ['within a shorter grace period', 24, { grace_hours: 1 }],
  ])('is deleted without a question under --approval off: %s', async (_, hours, more) => {
    const { call, keys, clock } = await start();
    await call(ACCOUNT);
    clock.now += hours * HOUR;
    const { value, ask } = await call({ ...DELETE, ...more });
    expect(ask).toBeUndefined();
    expect(value.is_done).toBe(true);
    expect(await keys()).toEqual(['etl-batch 2026-11-22']);
  });

  test('is deleted once: the same call again finds nothing older and sends nothing', async () => {
    const { call, keys, clock, writes } = await start();
    await call(ACCOUNT);
    clock.now += 48 * HOUR;
    await call(DELETE);
    const { value } = await call(DELETE);
    expect(value).toMatchObject({ is_done: true, done: [] });
    expect(await keys()).toEqual(['etl-batch 2026-11-22']);
    expect(writes()).toHaveLength(2);
  });

  test('is none before there is a new one', async () => {
    const { call, keys, writes, clock } = await start();
    clock.now += 48 * HOUR;
    expect((await call(DELETE)).value).toMatchObject({ is_done: true, done: [] });
    expect(writes()).toEqual([]);
    expect(await keys()).toEqual([OLD]);
  });

  test('is another than what this tool made, though a key by hand is as young', async () => {
    const { call, keys, setting } = await start();
    await call(ACCOUNT);
    await setting.call('create_service_account_api_key', { ...(await idsOf(setting)), name: 'by hand' });
    const unnamed = await call(DELETE);
    expect(String(unnamed.error?.message)).toMatch(
      /^api_key_id: say which old key is meant\. There are .*etl-batch-key.*by hand/,
    );
    const { ask, value } = await call({ ...DELETE, api_key_id: 'by hand' });
    expect(ask).toBeUndefined();
    expect(JSON.stringify(value.notes)).toContain('The newer key \\"etl-batch 2026-11-22\\"');
    expect(await keys()).toEqual([OLD, 'etl-batch 2026-11-22']);
  });

  test('stays where the newer one has expired', async () => {
    const { call, keys, clock } = await start();
    await call({ ...ACCOUNT, expires_in_seconds: 3600 });
    clock.now += 48 * HOUR;
    const { error } = await call(DELETE);
    expect(String(error?.message)).toMatch(/expired .* Call without delete_old/);
    expect(await keys()).toHaveLength(2);
  });
});

test('what the caller is told of permissions and expiry holds for the new key', async () => {
  const { call, writes } = await start();
  const { value } = await call({ ...ACCOUNT, scopes: ['api.all.read'], expires_in_seconds: 86_400 });
  expect(writes()[0]?.body).toMatchObject({ scopes: ['api.all.read'], expires_in_seconds: 86_400 });
  expect(JSON.stringify(value.notes)).not.toContain('may do all');
  const other = await call({ ...ACCOUNT, service_account_id: 'report-writer' });
  expect(JSON.stringify(other.value.notes)).toContain('scopes limits it');
});
