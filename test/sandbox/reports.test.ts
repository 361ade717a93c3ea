/** Costs and usage add up: the same totals whatever the grouping, the filter or the width of the buckets. */
import Big from 'big.js';
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import {
  type Answer,
  collect,
  day,
  openSandbox,
  projectNamed,
  send,
  startSeconds,
} from './running-sandbox.ts';

const thirtyDays = `start_time=${startSeconds - 30 * day}&limit=31`;

const eightDays = `start_time=${startSeconds - 8 * day}&limit=31`;

/** Whole microdollars, so that comparing sums is exact; live amounts are numbers or text. */
function microdollars(result: Answer['body']): number {
  return Math.round(new Big(result.amount.value).times(1e6).toNumber());
}

async function results(sandbox: RunningSandbox, report: string, query: string): Promise<Answer['body'][]> {
  const { status, body } = await send(sandbox, 'GET', `/organization/${report}?${query}`);
  expect(status, JSON.stringify(body.error)).toBe(200);
  return body.data.flatMap((bucket: Answer['body']) => bucket.results);
}

function sum(rows: Answer['body'][], value: (row: Answer['body']) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

const shapes = ['documented', 'live'] as const;

test.each([
  'project_id',
  'line_item',
  'user_id',
  'api_key_id',
  'api_source',
  'project_id,user_id',
  'project_id,line_item',
  'project_id,user_id,api_key_id,api_source,line_item',
])('documented costs by %s add up to the ungrouped costs', async (names) => {
  const sandbox = await openSandbox({ shape: 'documented' });
  const whole = sum(await results(sandbox, 'costs', eightDays), microdollars);
  const groups = names.split(',');
  const grouped = await results(
    sandbox,
    'costs',
    `${eightDays}&${groups.map((name) => `group_by[]=${name}`).join('&')}`,
  );
  expect(sum(grouped, microdollars)).toBe(whole);
  for (const name of groups) expect(new Set(grouped.map((row) => row[name])).size, name).toBeGreaterThan(1);
  for (const row of grouped) {
    for (const name of ['project_id', 'line_item', 'user_id', 'api_key_id', 'api_source']) {
      // Storage belongs to no key and to no user, so these two may be null although they are grouped by.
      if (name === 'user_id' || name === 'api_key_id') {
        if (!groups.includes(name)) expect(row[name], name).toBeNull();
      } else {
        expect(row[name] !== null, name).toBe(groups.includes(name));
      }
    }
    expect(row.quantity !== null).toBe(groups.includes('line_item'));
    expect(typeof row.amount.value).toBe(groups.includes('line_item') ? 'string' : 'number');
    expect(String(row.amount.value)).toMatch(/^\d+(\.\d{1,6})?$/);
    expect(Number(row.amount.value)).toBeGreaterThan(0);
  }
});

test('both shapes tell the same money of the days before today, in total and by what both name alike', async () => {
  const [documented, live] = await Promise.all(shapes.map((shape) => openSandbox({ shape })));
  if (documented === undefined || live === undefined) throw new Error('no sandbox');
  const until = `&end_time=${Date.UTC(2026, 10, 22) / 1000}`;
  for (const names of ['', 'project_id', 'user_id', 'api_key_id', 'api_source', 'project_id,api_key_id']) {
    const groups = names.split(',').filter((name) => name !== '');
    const query = `${thirtyDays}${until}${groups.map((name) => `&group_by[]=${name}`).join('')}`;
    const told = async (sandbox: RunningSandbox) =>
      (await results(sandbox, 'costs', query)).map((row) => [
        ...groups.map((name) => row[name]),
        microdollars(row),
      ]);
    const amounts = await told(live);
    expect(amounts.length).toBeGreaterThan(20);
    expect(amounts, names).toEqual(await told(documented));
  }
  const byItem = `${thirtyDays}${until}&group_by[]=line_item`;
  const whole = sum(await results(documented, 'costs', `${thirtyDays}${until}`), microdollars);
  for (const sandbox of [documented, live]) {
    expect(sum(await results(sandbox, 'costs', byItem), microdollars)).toBe(whole);
  }
});

test.each([
  ['documented', 'gpt-6-astra, output_tokens'],
  ['live', 'gpt-6-astra, output'],
  ['live', 'web search tool calls'],
] as const)('%s cost filters give the parts of the whole: %s', async (shape, item) => {
  const sandbox = await openSandbox({ shape });
  const byProject = await results(sandbox, 'costs', `${thirtyDays}&group_by[]=project_id`);
  const id = await projectNamed(sandbox, 'Marketing-Gen');
  const filtered = await results(sandbox, 'costs', `${thirtyDays}&project_ids[]=${id}`);
  const own = byProject.filter((row) => row.project_id === id);
  expect(sum(filtered, microdollars)).toBe(sum(own, microdollars));
  const byItem = await results(sandbox, 'costs', `${thirtyDays}&group_by[]=line_item`);
  const oneItem = await results(sandbox, 'costs', `${thirtyDays}&line_items[]=${encodeURIComponent(item)}`);
  expect(sum(oneItem, microdollars)).toBeGreaterThan(0);
  expect(sum(oneItem, microdollars)).toBe(
    sum(
      byItem.filter((row) => row.line_item === item),
      microdollars,
    ),
  );
  expect(await results(sandbox, 'costs', `${thirtyDays}&api_key_ids[]=key_unknown`)).toEqual([]);
});

test('usage by model, key and project adds up, and hours add up to their days', async () => {
  const sandbox = await openSandbox();
  const tokens = (row: Answer['body']) => row.input_tokens + row.output_tokens;
  const week = `start_time=${Date.UTC(2026, 10, 16) / 1000}`;
  const whole = sum(await results(sandbox, 'usage/completions', `${week}&limit=7`), tokens);
  expect(whole).toBeGreaterThan(1e6);
  for (const names of [
    ['model'],
    ['project_id', 'user_id'],
    ['model', 'batch', 'service_tier', 'api_source', 'api_key_id'],
  ]) {
    const grouping = names.map((name) => `&group_by[]=${name}`).join('');
    expect(sum(await results(sandbox, 'usage/completions', `${week}&limit=7${grouping}`), tokens)).toBe(
      whole,
    );
  }
  expect(sum(await results(sandbox, 'usage/completions', `${week}&bucket_width=1h&limit=168`), tokens)).toBe(
    whole,
  );
  const oneDay = `start_time=${Date.UTC(2026, 10, 20) / 1000}`;
  const minutes = await results(sandbox, 'usage/completions', `${oneDay}&bucket_width=1m&limit=1440`);
  const asDay = await results(sandbox, 'usage/completions', `${oneDay}&limit=1`);
  expect(sum(minutes, tokens)).toBe(sum(asDay, tokens));
  const batch = await results(sandbox, 'usage/completions', `${week}&batch=true`);
  const others = await results(sandbox, 'usage/completions', `${week}&batch=false`);
  expect(sum(batch, tokens)).toBeGreaterThan(0);
  expect(sum([...batch, ...others], tokens)).toBe(whole);
});

test.each([
  ['images', 'sizes[]=1024x1792', 'size', '1024x1792'],
  ['images', 'sources[]=image.edit', 'source', 'image.edit'],
  ['web_search_calls', 'context_levels[]=low', 'context_level', 'low'],
  ['embeddings', 'models[]=text-embedding-3-small', 'model', 'text-embedding-3-small'],
])('usage of %s with %s', async (category, filter, dimension, value) => {
  const sandbox = await openSandbox();
  const rows = await results(sandbox, `usage/${category}`, `${thirtyDays}&${filter}&group_by[]=${dimension}`);
  expect(new Set(rows.map((row) => row[dimension]))).toEqual(new Set([value]));
  const whole = await results(sandbox, `usage/${category}`, `${thirtyDays}&group_by[]=${dimension}`);
  expect(rows).toEqual(whole.filter((row) => row[dimension] === value));
});

test('file searches are filtered by vector store', async () => {
  const sandbox = await openSandbox();
  const [store] = await collect(sandbox, '/vector_stores');
  const rows = await results(
    sandbox,
    'usage/file_search_calls',
    `${thirtyDays}&vector_store_ids[]=${store.id}&group_by[]=vector_store_id`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.every((row) => row.vector_store_id === store.id)).toBe(true);
});

test.each([
  ['documented', 'in the middle of a month', Date.UTC(2026, 10, 22, 13, 30)],
  ['documented', 'on the first of a month', Date.UTC(2026, 10, 1, 9)],
  ['documented', 'a minute into a month', Date.UTC(2027, 0, 1, 0, 1)],
  ['documented', 'at the end of a month', Date.UTC(2026, 9, 31, 23, 50)],
  ['live', 'in the middle of a month', Date.UTC(2026, 10, 22, 13, 30)],
  ['live', 'on the second of a month', Date.UTC(2026, 10, 2, 0, 1)],
  ['live', 'at the end of a month', Date.UTC(2026, 9, 31, 23, 50)],
] as const)(
  '%s costs: the runaway project is clearly the most expensive this month, %s',
  async (shape, _when, now) => {
    const sandbox = await openSandbox({ shape, now: () => now });
    const date = new Date(now);
    const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
    const rows = await results(sandbox, 'costs', `start_time=${month}&limit=31&group_by[]=project_id`);
    const totals = new Map<string, number>();
    for (const row of rows) totals.set(row.project_id, (totals.get(row.project_id) ?? 0) + microdollars(row));
    const [[first, most] = ['', 0], [, next] = ['', 0]] = [...totals].sort((one, other) => other[1] - one[1]);
    expect(first).toBe(await projectNamed(sandbox, 'Nightly-Evals'));
    expect(most).toBeGreaterThan(1.5 * next);
  },
);

test.each([
  ['documented', 120],
  ['live', 119],
] as const)(
  'there are 120 days of %s costs, %d of them with an amount, lower at weekends',
  async (shape, told) => {
    const sandbox = await openSandbox({ shape });
    const path = `/organization/costs?start_time=${startSeconds - 119 * day}&limit=180`;
    const { data } = (await send(sandbox, 'GET', path)).body;
    expect(data).toHaveLength(120);
    const filled = data.slice(0, told);
    expect(filled.every((bucket: Answer['body']) => bucket.results.length === 1)).toBe(true);
    expect(data.slice(told).flatMap((bucket: Answer['body']) => bucket.results)).toEqual([]);
    const mean = (wanted: boolean) => {
      const amounts = data
        .slice(0, 100)
        .filter(
          (bucket: Answer['body']) =>
            [0, 6].includes(new Date(bucket.start_time * 1000).getUTCDay()) === wanted,
        )
        .map((bucket: Answer['body']) => microdollars(bucket.results[0]));
      return sum(amounts, (amount) => amount) / amounts.length;
    };
    expect(mean(true)).toBeLessThan(0.75 * mean(false));
  },
);
