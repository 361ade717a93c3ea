/** With `--shape live` costs look as live accounts were seen to get them: the forms are of captures in public code. */
import Big from 'big.js';
import { expect, test } from 'vitest';
import { type Answer, collect, day, openSandbox, send, startSeconds } from './running-sandbox.ts';

/** Model names of a live organization's line items, with tier before and kind and long context behind. */
const OF_MODEL =
  /^(?:(?:priority|flex|evals) \| )?[a-z0-9.-]+(?: (?:text|image|audio))?, (?:input|output|cached input|cache writes)(?:, long context)?$/;
const OTHERS = ['web search tool calls', 'assistants api | file search', 'Vector storage', null];

async function buckets(query: string): Promise<Answer['body'][]> {
  const sandbox = await openSandbox({ shape: 'live' });
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
    /long context$/,
    / image, /,
    / audio, /,
    /cached input/,
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

test('what is free has a quantity, and labels come and go', async () => {
  const byItem = await rows('&group_by[]=line_item');
  const free = byItem.filter(({ amount }) => Number(amount.value) === 0);
  expect(free.length).toBeGreaterThan(0);
  for (const row of free) expect(row.quantity).toBeGreaterThan(0);
  const byProject = await rows('&group_by[]=project_id');
  const labelled = byProject.filter((row) => 'project_name' in row);
  expect(labelled.length).toBeGreaterThan(0);
  expect(labelled.length).toBeLessThan(byProject.length);
});

test('today is empty, and a key that is gone is named', async () => {
  const all = await buckets('&group_by[]=api_key_id');
  expect(all.at(-1)?.results).toEqual([]);
  expect(all.at(-2)?.results.length).toBeGreaterThan(0);
  const sandbox = await openSandbox({ shape: 'live' });
  const projects = await collect(sandbox, '/organization/projects?limit=100&include_archived=true');
  const known = new Set<string>();
  for (const { id } of projects) {
    for (const key of await collect(sandbox, `/organization/projects/${id}/api_keys?limit=100`))
      known.add(key.id);
  }
  const named = all.flatMap(({ results }) => results.map((row: Answer['body']) => row.api_key_id));
  expect([...new Set(named)].filter((id) => id !== null && !known.has(id))).toHaveLength(1);
});

test('usage calls models by their dated names', async () => {
  const sandbox = await openSandbox({ shape: 'live' });
  const range = `start_time=${startSeconds - 3 * day}&group_by[]=model`;
  const { body } = await send(sandbox, 'GET', `/organization/usage/completions?${range}`);
  const models = body.data.flatMap(({ results }: Answer['body']) =>
    results.map((row: Answer['body']) => row.model),
  );
  expect(models).toContain('gpt-4o-mini-2024-07-18');
  expect(models).not.toContain('gpt-4o-mini');
});
