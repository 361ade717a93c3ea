/** What the guard says was spent is in dollars, to the last digit, or unknown. */
import { expect, test } from 'vitest';
import { readMonthSpend } from '../../src/guard/spend.ts';
import type { Reader } from '../../src/reading/reader.ts';
import { toolNamed } from '../catalogue/catalogue.ts';

const NOON = Date.UTC(2026, 10, 11, 12) / 1000;

const reading = (amount: unknown, complete = true): Reader => ({
  tools: [toolNamed('list_costs')],
  get: async () => undefined,
  list: async () => ({ items: [{ results: [{ amount }] }], complete }),
});

test.each([[{ value: '0.30', currency: 'usd' }], [{ value: 0.3, currency: 'USD' }], [{ value: '3e-1' }]])(
  '%j is known',
  async (amount) => {
    const spend = await readMonthSpend(NOON, undefined, reading(amount));
    expect(spend?.spent.toFixed()).toBe('0.3');
  },
);

test.each([
  [{ value: '0.30', currency: 'eur' }],
  [{ value: 1, currency: null }],
  [{ value: 1, currency: 840 }],
  [{ value: '$1', currency: 'usd' }],
  [{ value: null, currency: 'usd' }],
  [1],
  [undefined],
])('%j is not', async (amount) => {
  expect(await readMonthSpend(NOON, undefined, reading(amount))).toBeUndefined();
});

test('nor is a part of it', async () => {
  const amount = { value: 1, currency: 'usd' };
  expect(await readMonthSpend(NOON, undefined, reading(amount, false))).toBeUndefined();
});
