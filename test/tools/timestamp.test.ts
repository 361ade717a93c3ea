import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTimestamp } from '../../src/tools/timestamp.ts';
import { check, NOW, problemsOf, sampleTool } from './sample-tool.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('readTimestamp', () => {
  test.each([
    ['2026-11-01', '2026-11-01T00:00:00Z'],
    ['2026-11-01T09:30', '2026-11-01T09:30:00Z'],
    ['2026-11-01 09:30:15', '2026-11-01T09:30:15Z'],
    ['2026-11-01T09:30:15Z', '2026-11-01T09:30:15Z'],
    ['2026-11-01T09:30:15.999Z', '2026-11-01T09:30:15Z'],
    ['2026-11-01T00:30:00+02:00', '2026-10-31T22:30:00Z'],
    ['2026-12-31T23:00:00-0130', '2027-01-01T00:30:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2000-02-29', '2000-02-29T00:00:00Z'],
    ['2026-12-31', '2026-12-31T00:00:00Z'],
    [' 2026-11-01 ', '2026-11-01T00:00:00Z'],
    ['1793491200', '2026-11-01T00:00:00Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['now', '2026-11-22T12:34:56Z'],
    ['Today', '2026-11-22T00:00:00Z'],
    ['month', '2026-11-01T00:00:00Z'],
    ['-90m', '2026-11-22T11:04:56Z'],
    ['-24h', '2026-11-21T12:34:56Z'],
    ['-7d', '2026-11-15T00:00:00Z'],
    ['-2w', '2026-11-08T00:00:00Z'],
    ['-0d', '2026-11-22T00:00:00Z'],
    ['-99999w', '1970-01-01T00:00:00Z'],
  ])('%s is %s', (text, iso) => expect(readTimestamp(text, NOW)).toBe(seconds(iso)));

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-01T25:00:00Z',
    '2026-11-01T10:60:00Z',
    '2026-02-30T10:00:00Z',
    '1969-12-31',
    '1970-01-01T00:00:00+01:00',
    '26-11-01',
    '2026/11/01',
    '01.11.2026',
    '2026-11',
    'November 1',
    'tomorrow',
    '7d',
    '+7d',
    '-7y',
    '-7 d',
    '-1.5d',
    '1793491200.5',
    '-1793491200',
    '1793491200000',
    '',
    'NaN',
  ])('%j is no time', (text) => expect(readTimestamp(text, NOW)).toBeUndefined());

  test('month is the first day, also at the edges of years and months', () => {
    expect(readTimestamp('month', Date.parse('2026-01-31T23:59:59Z'))).toBe(seconds('2026-01-01T00:00:00Z'));
    expect(readTimestamp('month', Date.parse('2024-02-29T00:00:00Z'))).toBe(seconds('2024-02-01T00:00:00Z'));
  });

  test('every whole second survives being written as ISO and read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (second) => {
        expect(readTimestamp(new Date(second * 1000).toISOString(), NOW)).toBe(second);
      }),
    );
  });
});

describe('a time as an argument', () => {
  const tool = sampleTool({ start: { in: 'query', type: 'timestamp' } });

  test.each([
    [1_793_491_200, 1_793_491_200],
    ['1793491200', 1_793_491_200],
    ['2026-11-01', 1_793_491_200],
    [0, 0],
  ])('%j is sent as %d', (start, sent) => expect(check(tool, { start }).values.start).toBe(sent));

  test('milliseconds are recognised', () => {
    expect(problemsOf(() => check(tool, { start: 1_793_491_200_000 }))).toEqual([
      'start: 1793491200000 looks like milliseconds; pass Unix seconds or a date.',
    ]);
  });

  test.each([[-1], [1.5], [true], [{}], [{ toString: 0 }], ['soon'], [[]]])(
    '%j is answered with forms to use',
    (start) => {
      expect(problemsOf(() => check(tool, { start }))[0]).toContain('is not a time; pass e.g. 2026-11-01');
    },
  );
});
