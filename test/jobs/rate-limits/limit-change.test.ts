/** How numbers of rate limits may be written. */
import { describe, expect, test } from 'vitest';
import { readLimitChange } from '../../../src/jobs/rate-limits/limit-change.ts';

describe('a number of a rate limit', () => {
  test.each([
    ['500', 500],
    ['10,000', 10_000],
    ['2 000 000', 2_000_000],
    ['2M', 2_000_000],
    ['1.5k', 1500],
    ['0', 0],
    ['+20%', 1200],
    ['-50%', 500],
    ['50%', 500],
    ['-100%', 0],
    ['+0.5 %', 1005],
    [' 250 ', 250],
  ])('%s of 1,000 is %d', (text, wanted) => {
    expect(readLimitChange('requests_per_minute', text)(1000)).toBe(wanted);
  });

  test('in percent is a whole number', () => {
    expect(readLimitChange('requests_per_minute', '+33%')(10)).toBe(13);
  });

  test.each(['', 'many', '5x', '-5', '1e6', '10,00', '--5%', '5%%', '-101%', '99999999999999999999', 'NaN'])(
    '%j is none, and it is said how one is written',
    (text) => {
      expect(() => readLimitChange('tokens_per_minute', text)).toThrow(/tokens_per_minute: /);
    },
  );
});
