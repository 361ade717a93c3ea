import { describe, expect, test } from 'vitest';
import { withBucketLimit } from '../../src/tools/bucket-limit.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { NOW, problemsOf } from './sample-tool.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const costs = toolNamed('list_costs');
const usage = toolNamed('list_usage');

describe('the number of buckets', () => {
  test.each([
    ['a month of costs', costs, { start_time: at('2026-10-01'), end_time: at('2026-11-01') }, 31],
    ['one day', costs, { start_time: at('2026-10-01'), end_time: at('2026-10-02') }, 1],
    ['a moment', costs, { start_time: at('2026-10-01T10:00Z'), end_time: at('2026-10-01T10:00:01Z') }, 1],
    [
      'a day that begins at noon',
      costs,
      { start_time: at('2026-10-01T12:00Z'), end_time: at('2026-10-02T12:00Z') },
      2,
    ],
    ['half a year and more', costs, { start_time: at('2026-01-01'), end_time: at('2026-11-01') }, 180],
    ['until now', costs, { start_time: at('2026-11-01') }, 22],
    ['from later than now', costs, { start_time: at('2026-12-01') }, 1],
    ['days of usage', usage, { start_time: at('2026-10-01'), end_time: at('2026-11-01') }, 31],
    ['two months of usage, in days', usage, { start_time: at('2026-09-01'), end_time: at('2026-11-01') }, 31],
    [
      'a day in hours',
      usage,
      { start_time: at('2026-10-01'), end_time: at('2026-10-02'), bucket_width: '1h' },
      24,
    ],
    [
      'a month in hours',
      usage,
      { start_time: at('2026-10-01'), end_time: at('2026-11-01'), bucket_width: '1h' },
      168,
    ],
    [
      'an hour in minutes',
      usage,
      { start_time: at('2026-10-01'), end_time: at('2026-10-01T01:00Z'), bucket_width: '1m' },
      60,
    ],
  ])('covers %s', (_, tool, values, limit) => {
    expect(withBucketLimit(tool, values, NOW)).toEqual({ ...values, limit });
  });

  test('that was asked for stays, up to what one page holds', () => {
    const values = { start_time: at('2026-10-01'), limit: 3 };
    expect(withBucketLimit(costs, values, NOW)).toEqual(values);
    const hours = { ...values, bucket_width: '1h', limit: 169 };
    expect(problemsOf(() => withBucketLimit(usage, hours, NOW))).toEqual([
      'limit: at most 168 with bucket_width 1h.',
    ]);
    expect(problemsOf(() => withBucketLimit(usage, { ...values, limit: 32 }, NOW))).toEqual([
      'limit: at most 31 with bucket_width 1d.',
    ]);
  });

  test.each([at('2026-10-01'), at('2026-09-30')])(
    'a range that ends at %d, before it has begun, is refused',
    (end_time) => {
      expect(
        problemsOf(() => withBucketLimit(costs, { start_time: at('2026-10-01'), end_time }, NOW)),
      ).toEqual(['end_time: must be later than start_time; it is not included in the range.']);
    },
  );

  test('is none of the business of other tools', () => {
    const values = { start_time: 5 };
    expect(withBucketLimit(toolNamed('list_projects'), values, NOW)).toBe(values);
  });
});
