/** A report that is too long for one answer, against the sums of all its rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldRows } from '../../src/tools/fold-rows.ts';

const BUDGET = { maxTokens: 2000, countTokens: (text: string) => Buffer.byteLength(text) };

type Shown = { columns: string[]; rows: [string, string, number | string][]; rest: Record<string, unknown> };

/** In thousandths, from a number or a decimal text. */
const thousandths = (value: unknown) => BigInt(Math.round(Number(value) * 1000));
const sumOf = (values: readonly unknown[]) =>
  values.reduce<bigint>((sum, value) => sum + thousandths(value), 0n);

test('rows that do not fit are in the rest, each currency for itself, and everything else is whole', () => {
  const row = fc.tuple(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('eur', 'usd'),
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((amount) => amount / 1000),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200, size: 'max' }), (rows) => {
      const report = {
        columns: ['project', 'currency', 'amount'],
        rows,
        rest: { rows: 3, amount: { eur: 1, usd: 2.5 } },
        not_attributed: { eur: 0, usd: 0 },
        complete: true,
      };
      const shown = foldRows(report, BUDGET, false) as typeof report & Shown;
      expect(shown).toMatchObject({ complete: true, not_attributed: { eur: 0, usd: 0 } });
      expect(shown.rows).toEqual(rows.slice(0, shown.rows.length));
      expect(shown.rest.rows).toBe(3 + rows.length - shown.rows.length);
      for (const [currency, before] of [
        ['eur', 1],
        ['usd', 2.5],
      ] as const) {
        const of = (all: typeof rows) => all.filter((each) => each[1] === currency).map((each) => each[2]);
        const whole = sumOf([before, ...of(rows)]);
        expect(sumOf([shown.rest.amount[currency], ...of(shown.rows as typeof rows)])).toBe(whole);
      }
      expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(BUDGET.maxTokens);
    }),
    { numRuns: 60, seed: 4 },
  );
});

test('a rest that is no sum stays none, and rows without a rest are counted as others', () => {
  const rows = Array.from({ length: 300 }, (_, index) => [`2026-11-${index}`, index]);
  const levels = foldRows(
    { columns: ['day', 'usage_bytes'], rows, rest: { rows: 0, usage_bytes: null } },
    BUDGET,
    false,
  );
  expect(levels.rest).toMatchObject({ usage_bytes: null });
  const plain = foldRows({ columns: ['at', 'what'], rows, others: 5 }, BUDGET, true) as Record<
    string,
    unknown
  >;
  expect(plain.others).toBe(5 + rows.length - (plain.rows as unknown[]).length);
  expect(plain.note).toContain('save: csv');
});
