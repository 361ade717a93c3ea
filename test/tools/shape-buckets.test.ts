import { describe, expect, test } from 'vitest';
import { shapeBuckets } from '../../src/tools/shape-buckets.ts';

const DAY = 86_400;
const START = Date.parse('2026-11-01T00:00:00Z') / 1000;

/** A day of rows, counted from the first of November. */
const day = (index: number, ...results: object[]) => ({
  object: 'bucket',
  start_time: START + index * DAY,
  end_time: START + (index + 1) * DAY,
  results,
});
const cost = (value: unknown, more: object = {}) => ({
  object: 'organization.costs.result',
  amount: { value, currency: 'usd' },
  project_id: null,
  ...more,
});

describe('the table of buckets', () => {
  test('has a row for each result, with times, labels and figures', () => {
    const shaped = shapeBuckets(
      [day(0, cost(1.5, { project_id: 'proj_a' })), day(1, cost(2, { project_id: 'proj_b' }))],
      'results',
      [],
    );
    expect(shaped).toEqual({
      range: { from: '2026-11-01T00:00:00Z', to: '2026-11-03T00:00:00Z' },
      currency: 'usd',
      totals: {
        columns: ['project_id', 'amount'],
        rows: [
          ['proj_b', 2],
          ['proj_a', 1.5],
        ],
      },
      by_bucket: {
        columns: ['start', 'project_id', 'amount'],
        rows: [
          ['2026-11-01T00:00:00Z', 'proj_a', 1.5],
          ['2026-11-02T00:00:00Z', 'proj_b', 2],
        ],
      },
    });
  });

  test('keeps empty buckets in the range only', () => {
    const shaped = shapeBuckets([day(0), day(1, cost(1)), day(2)], 'results', []);
    expect(shaped.range?.to).toBe('2026-11-04T00:00:00Z');
    expect(shaped.by_bucket?.rows).toHaveLength(1);
  });

  test.each([[[]], [[day(0), day(1)]]])('of nothing is empty', (buckets) => {
    const shaped = shapeBuckets(buckets, 'results', []);
    expect(shaped.totals.rows).toEqual([]);
    expect(shaped.by_bucket).toEqual({ columns: ['start'], rows: [] });
    expect(shaped).not.toHaveProperty('currency');
  });

  test('leaves out what no row names, and marks what one row does not have', () => {
    const { by_bucket } = shapeBuckets([day(0, { model: 'a', n: 1 }, { n: 2, cached: true })], 'results', []);
    expect(by_bucket).toEqual({
      columns: ['start', 'model', 'cached', 'n'],
      rows: [
        ['2026-11-01T00:00:00Z', 'a', null, 1],
        ['2026-11-01T00:00:00Z', null, true, 2],
      ],
    });
  });

  test('shows invisible characters in labels', () => {
    const { totals } = shapeBuckets([day(0, cost(1, { line_item: '\u202egpt' }))], 'results', []);
    expect(totals.rows[0]?.[0]).toBe('\\u{202e}gpt');
  });

  test.each([[[null, 'x', 5, { results: 'none' }, { results: [null, 7] }]]])(
    'is not upset by %j',
    (buckets) => {
      expect(shapeBuckets(buckets, 'results', []).by_bucket?.rows).toEqual([]);
    },
  );
});

describe('totals', () => {
  const totalOf = (...amounts: unknown[]) =>
    shapeBuckets(
      amounts.map((amount, index) => day(index, cost(amount))),
      'results',
      [],
    ).totals.rows;

  test.each([
    [[0.1, 0.2], 0.3],
    [['0.10', '0.20'], 0.3],
    [['12.50', 0.7, '1e-7'], 13.2000001],
    [Array.from({ length: 100 }, () => '0.01'), 1],
    [[-1.1, '1.1'], 0],
    [['0.1000000000000000055511151231257827', 0], '0.1000000000000000055511151231257827'],
  ])('of %j are exact', (amounts, total) => expect(totalOf(...amounts)).toEqual([[total]]));

  test('skip what is no number', () => {
    expect(totalOf('abc', 1, {}, null, '')).toEqual([[1]]);
    expect(
      shapeBuckets([day(0, { n: Number.POSITIVE_INFINITY }, { n: 1 })], 'results', []).totals.rows,
    ).toEqual([[1]]);
  });

  test('are kept apart by group and currency', () => {
    const euro = { amount: { value: 3, currency: 'eur' }, project_id: 'proj_a' };
    const shaped = shapeBuckets(
      [day(0, cost(1, { project_id: 'proj_a' }), euro), day(1, cost('1.5', { project_id: 'proj_a' }))],
      'results',
      [],
    );
    expect(shaped).not.toHaveProperty('currency');
    expect(shaped.totals).toEqual({
      columns: ['currency', 'project_id', 'amount'],
      rows: [
        ['eur', 'proj_a', 3],
        ['usd', 'proj_a', 2.5],
      ],
    });
  });

  test('a group without a label is not the group of that name', () => {
    const { totals } = shapeBuckets([day(0, { model: 'null', n: 1 }, { n: 2 })], 'results', []);
    expect(totals.rows).toEqual([
      [null, 2],
      ['null', 1],
    ]);
  });

  test('leave out levels, which stay in the buckets', () => {
    const shaped = shapeBuckets(
      [day(0, { usage_bytes: 5, calls: 1 }), day(1, { usage_bytes: 5, calls: 1 })],
      'results',
      ['usage_bytes'],
    );
    expect(shaped.totals).toEqual({ columns: ['calls'], rows: [[2]] });
    expect(shaped.by_bucket?.columns).toEqual(['start', 'usage_bytes', 'calls']);
  });
});
