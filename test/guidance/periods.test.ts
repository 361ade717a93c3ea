/** Each period that a form offers is one that reports take. */
import { expect, test } from 'vitest';
import { periods } from '../../src/guidance/periods.ts';
import { readPeriod } from '../../src/reports/period.ts';

test.each(['2026-11-30T12:00:00Z', '2026-01-01T00:00:00Z', '2024-02-29T23:59:59Z'])('at %s', (at) => {
  const now = Date.parse(at);
  const offered = periods(now);
  for (const period of offered) expect(() => readPeriod(period, now), period).not.toThrow();
  expect(offered).toContain('last_month');
  expect(offered).toContain(at.slice(0, 7));
  expect(new Set(offered).size).toBe(offered.length);
});

test('the months are the last twelve', () => {
  const months = periods(Date.parse('2026-02-10T00:00:00Z')).filter((period) => /^\d/.test(period));
  expect(months).toEqual([
    '2026-02',
    '2026-01',
    '2025-12',
    '2025-11',
    '2025-10',
    '2025-09',
    '2025-08',
    '2025-07',
    '2025-06',
    '2025-05',
    '2025-04',
    '2025-03',
  ]);
});
