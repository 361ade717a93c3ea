/** By default costs look as live accounts were seen to get them: the forms are of captures in public code. */
import Big from 'big.js';
import { expect, test } from 'vitest';
import { groupBy } from '../../src/sandbox/traffic/group-rows.ts';
import { type Answer, collect, day, openSandbox, send, startSeconds } from './running-sandbox.ts';

/** Model names of a live organization's line items, with tier before and kind and long context behind. */
const OF_MODEL =
  /^(?:(?:priority|flex|evals) \| )?[a-z0-9.-]+(?: (?:text|image|audio))?, (?:input|output|cached input|cache writes)(?:, long context)?$/;
const OTHERS = [
  'web search tool calls',
  'assistants api | file search',
  'Vector storage',
  'Text tokens',
  null,
];

/** Labels that no document has. */
const UNDOCUMENTED = ['organization_id', 'organization_name', 'project_name', 'user_email'];

async function buckets(query: string): Promise<Answer['body'][]> {
  const sandbox = await openSandbox();
  const range = `start_time=${startSeconds - 40 * day}&limit=60`;
  const { body } = await send(sandbox, 'GET', `/organization/costs?${range}${query}`);
  return body.data;
}

async function rows(query: string): Promise<Answer['body'][]> {
  return (await buckets(query)).flatMap(({ results }) => results);
}

const sum = (all: Answer['body'][]) =>
  all.reduce((total, { amount }) => total.plus(new Big(amount.value)), new Big(0)).toFixed();

test('line items are in the grammar that was seen', async () => {
  const names = new Set((await rows('&group_by[]=line_item')).map(({ line_item }) => line_item));
  const models = [...names].filter((name) => !OTHERS.includes(name));
  expect(models.filter((name) => !OF_MODEL.test(name))).toEqual([]);
  for (const other of OTHERS) expect(names).toContain(other);
  for (const part of [
    /^priority \| /,
    /^flex \| /,
    /^evals \| /,
    /^priority \| .*, cache writes$/,
    / text, /,
    / image, /,
    / audio, /,
    /, input$/,
    /, output$/,
    /, cached input$/,
    /, cache writes$/,
    /, output, long context$/,
  ]) {
    expect(
      models.some((name) => part.test(name)),
      String(part),
    ).toBe(true);
  }
});

test('amounts are numbers and texts of every notation, and add up whatever the grouping', async () => {
  const byItem = await rows('&group_by[]=line_item');
  const whole = sum(await rows(''));
  expect(sum(byItem)).toBe(whole);
  expect(sum(await rows('&group_by[]=project_id&group_by[]=api_key_id'))).toBe(whole);
  const values = [...byItem, ...(await rows('&group_by[]=project_id'))].map(({ amount }) => amount.value);
  expect(values.some((value) => typeof value === 'number')).toBe(true);
  for (const form of [/^0E-6176$/, /^\d+\.\d+$/, /^\d\.?\d*e-\d+$/, /0{33}$/]) {
    expect(
      values.some((value) => typeof value === 'string' && form.test(value)),
      String(form),
    ).toBe(true);
  }
});

test('what is free has a quantity', async () => {
  const byItem = await rows('&group_by[]=line_item');
  const free = byItem.filter(({ amount }) => Number(amount.value) === 0);
  expect(free.length).toBeGreaterThan(0);
  for (const row of free) expect(row.quantity).toBeGreaterThan(0);
});

test('labels that no document has come and go within one group and within one day', async () => {
  const grouped = '&group_by[]=project_id&group_by[]=user_id';
  const days = (await buckets(grouped)).map(({ results }) => results).filter((results) => results.length > 0);
  const all: Answer['body'][] = days.flat();
  for (const label of UNDOCUMENTED) {
    const mixed = (some: Answer['body'][]) => new Set(some.map((row) => label in row)).size === 2;
    const groups = groupBy(all, ({ project_id, user_id }) => [project_id, user_id]);
    expect(groups.some(mixed), label).toBe(true);
    expect(days.some(mixed), label).toBe(true);
  }
  const sandbox = await openSandbox();
  const names = new Map(
    (await collect(sandbox, '/organization/projects?limit=100&include_archived=true')).map((project) => [
      project.id,
      project.name,
    ]),
  );
  for (const row of all) if ('project_name' in row) expect(row.project_name).toBe(names.get(row.project_id));
});

test('service accounts are users, in costs and in usage', async () => {
  const sandbox = await openSandbox();
  const accounts = new Set<string>();
  for (const { id } of await collect(sandbox, '/organization/projects?limit=100')) {
    for (const account of await collect(sandbox, `/organization/projects/${id}/service_accounts?limit=100`))
      accounts.add(account.id);
  }
  const range = `start_time=${startSeconds - 3 * day}&limit=3&group_by[]=user_id`;
  for (const report of ['costs', 'usage/completions']) {
    const { body } = await send(sandbox, 'GET', `/organization/${report}?${range}`);
    const users = body.data.flatMap(({ results }: Answer['body']) =>
      results.map((row: Answer['body']) => row.user_id),
    );
    expect(
      users.some((user: string) => accounts.has(user)),
      report,
    ).toBe(true);
    expect(
      users.some((user: string) => user?.startsWith('user-')),
      report,
    ).toBe(true);
  }
});

test('today is empty, and a key that is gone is named', async () => {
  const all = await buckets('&group_by[]=api_key_id');
  expect(all.at(-1)?.results).toEqual([]);
  expect(all.at(-2)?.results.length).toBeGreaterThan(0);
  const sandbox = await openSandbox();
  const projects = await collect(sandbox, '/organization/projects?limit=100&include_archived=true');
  const known = new Set<string>();
  for (const { id } of projects) {
    for (const key of await collect(sandbox, `/organization/projects/${id}/api_keys?limit=100`))
      known.add(key.id);
  }
  const named = all.flatMap(({ results }) => results.map((row: Answer['body']) => row.api_key_id));
  const [gone, ...others] = [...new Set(named)].filter((id) => id !== null && !known.has(id));
  expect(others).toEqual([]);
  const log = await collect(sandbox, '/organization/audit_logs?limit=100&event_types[]=api_key.deleted');
  const deletion = log.find((entry) => entry['api_key.deleted'].id === gone);
  const last = all.findLast(({ results }) => results.some((row: Answer['body']) => row.api_key_id === gone));
  expect(last?.start_time).toBeLessThanOrEqual(deletion.effective_at);
  expect(last?.end_time).toBeGreaterThanOrEqual(deletion.effective_at);
});

test('what was written to the cache is part of the input and beside what was read from it', async () => {
  const sandbox = await openSandbox();
  const range = `start_time=${startSeconds - 3 * day}&group_by[]=model`;
  const { body } = await send(sandbox, 'GET', `/organization/usage/completions?${range}`);
  const rows: Answer['body'][] = body.data.flatMap(({ results }: Answer['body']) => results);
  expect(rows.some((row) => row.input_cache_write_tokens > 0)).toBe(true);
  for (const row of rows) {
    const { input_cached_tokens: read, input_cache_write_tokens: written, input_uncached_tokens: rest } = row;
    expect(read + written + rest).toBe(row.input_tokens);
    expect(row.input_cache_write_30m_tokens + row.input_cache_write_12h_tokens).toBe(written);
    expect(row.input_text_tokens).toBe(rest);
  }
});

test('usage calls models by their dated names', async () => {
  const sandbox = await openSandbox();
  const range = `start_time=${startSeconds - 3 * day}&group_by[]=model`;
  const { body } = await send(sandbox, 'GET', `/organization/usage/completions?${range}`);
  const models = body.data.flatMap(({ results }: Answer['body']) =>
    results.map((row: Answer['body']) => row.model),
  );
  expect(models).toContain('gpt-4o-mini-2024-07-18');
  expect(models).not.toContain('gpt-4o-mini');
});

test('yesterday is told when it is over', async () => {
  let now = Date.UTC(2026, 10, 22, 23, 59);
  const sandbox = await openSandbox({ now: () => now });
  const spent = async () => {
    const path = `/organization/costs?start_time=${Date.UTC(2026, 10, 22) / 1000}&limit=1`;
    return (await send(sandbox, 'GET', path)).body.data[0].results;
  };
  expect(await spent()).toEqual([]);
  now += 60_000;
  expect(await spent()).toHaveLength(1);
});
