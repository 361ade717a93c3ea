/** However much is in an answer and wherever a part of it begins, no step of showing it holds others up. */
import { describe, expect, test } from 'vitest';
import { shapeResult } from '../../src/tools/shape-result.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { budgetOf } from '../text/budget.ts';
import { LATER } from './shaped.ts';

const BUDGET = budgetOf(6000);
BUDGET.countTokens('loaded');

/** Of a slow processor's time; it is below 300 on a usual one. */
const MOST_MILLISECONDS = 2000;

const toolNamed = (name: string) => {
  const tool = catalogue.tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(name);
  return tool;
};

/** Milliseconds of processor time, which does not pass while other programs are at work. */
function workedSoFar(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The answer, and for how much work nothing else had a turn at most. */
async function shapeTimed(name: string, body: unknown, cursor?: { member: number }) {
  let longest = 0;
  let last = workedSoFar();
  let running = true;
  const look = () => {
    const now = workedSoFar();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  setImmediate(look);
  const position = cursor && { row: 0, member: cursor.member, offset: 0 };
  const answer = await shapeResult(toolNamed(name), body, {
    asked: position === undefined ? {} : { position, before: '0' },
    revealSecrets: false,
    notes: [],
    values: {},
    now: LATER,
    budget: BUDGET,
  });
  await new Promise((resolve) => setImmediate(resolve));
  running = false;
  return { answer, longest };
}

const times = <Made>(count: number, make: (index: number) => Made) =>
  Array.from({ length: count }, (_, index) => make(index));

const named = (count: number) =>
  Object.fromEntries(times(count, (index) => [`member_${index}`, `v ${index}`]));

const LARGE: [string, () => unknown][] = [
  ['empty objects', () => ({ id: 'x', all: times(500_000, () => ({})) })],
  ['objects of one null', () => ({ id: 'x', all: times(100_000, () => ({ a: null })) })],
  ['members of a member', () => ({ id: 'x', metadata: named(300_000) })],
];

describe.each(LARGE)('%s in great number', (_, make) => {
  test('of one thing', async () => {
    expect((await shapeTimed('get_project', make())).longest).toBeLessThan(MOST_MILLISECONDS);
  });

  test('of a row', async () => {
    const body = { object: 'list', data: [make()], has_more: false };
    expect((await shapeTimed('list_projects', body)).longest).toBeLessThan(MOST_MILLISECONDS);
  });

  test('beside rows', async () => {
    const body = { object: 'list', data: [], has_more: false, more: make() };
    expect((await shapeTimed('list_projects', body)).longest).toBeLessThan(MOST_MILLISECONDS);
  });

  test('beside buckets', async () => {
    const body = { object: 'page', data: [], has_more: false, more: make() };
    expect((await shapeTimed('list_costs', body)).longest).toBeLessThan(MOST_MILLISECONDS);
  });
});

describe('a late part', () => {
  test.each([
    ['of members', () => ({ id: 'x', ...named(400_000) }), 'member_299999'],
    ['of members of a member', () => ({ id: 'x', metadata: named(400_000) }), 'metadata.member_299999'],
    ['of entries', () => ({ id: 'x', all: times(400_000, (index) => ({ no: index })) }), 'all.299999.no'],
  ])('%s begins where it is told to, without a wait', async (__, make, name) => {
    const { answer, longest } = await shapeTimed('get_project', make(), { member: 300_000 });
    expect(Object.keys(answer.part as object)[0]).toBe(name);
    expect(longest).toBeLessThan(MOST_MILLISECONDS);
  });
});
