import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPeriod } from '../../src/tools/timestamp.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { check, NOW, problemsOf, sampleTool } from './sample-tool.ts';
import { shaped as shapedBy } from './shaped.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const readTimestamp = (text: string, now: number) => readPeriod(text, now, true)?.start;

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
  ])('%s is %s', async (text, iso) => expect(readTimestamp(text, NOW)).toBe(seconds(iso)));

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
    '2026-13',
    '2026-1',
    '1969-12',
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
  ])('%j is no time', async (text) => expect(readTimestamp(text, NOW)).toBeUndefined());

  test('month is the first day, also at the edges of years and months', async () => {
    expect(readTimestamp('month', Date.parse('2026-01-31T23:59:59Z'))).toBe(seconds('2026-01-01T00:00:00Z'));
    expect(readTimestamp('month', Date.parse('2024-02-29T00:00:00Z'))).toBe(seconds('2024-02-01T00:00:00Z'));
  });

  test('every whole second survives being written as ISO and read again', async () => {
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
  ])('%j is sent as %d', async (start, sent) => expect(check(tool, { start }).values.start).toBe(sent));

  test('milliseconds are recognised', async () => {
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

describe('a period', () => {
  const period = (text: string, now = NOW) => {
    const { start, end } = readPeriod(text, now, true) ?? {};
    const iso = (time: number | undefined) => time && new Date(time * 1000).toISOString().slice(0, 10);
    return [iso(start), iso(end)];
  };

  test.each([
    ['yesterday', '2026-11-21', '2026-11-22'],
    ['last_month', '2026-10-01', '2026-11-01'],
    ['LAST_MONTH', '2026-10-01', '2026-11-01'],
    ['2026-10', '2026-10-01', '2026-11-01'],
    ['2024-02', '2024-02-01', '2024-03-01'],
    ['2025-12', '2025-12-01', '2026-01-01'],
    // Not over yet.
    ['2026-11', '2026-11-01', undefined],
    ['month', '2026-11-01', undefined],
    ['2026-12', '2026-12-01', undefined],
    ['today', '2026-11-22', undefined],
    ['2026-11-01', '2026-11-01', undefined],
    ['-7d', '2026-11-15', undefined],
  ])('%s is from %s to %s', async (text, from, to) => expect(period(text)).toEqual([from, to]));

  test('last_month in January is December', async () => {
    expect(period('last_month', Date.parse('2026-01-05T00:00:00Z'))).toEqual(['2025-12-01', '2026-01-01']);
  });
});

describe('days and weeks go back', () => {
  const from = (tool: string, given: object) => {
    const { values } = check(toolNamed(tool), given);
    const start = (values.start_time ?? (values.effective_at as { gte: number }).gte) as number;
    return new Date(start * 1000).toISOString();
  };

  test.each([
    ['list_costs', { start_time: '-1d' }, '2026-11-21T00:00:00.000Z'],
    ['list_usage', { category: 'images', start_time: '-1d' }, '2026-11-21T00:00:00.000Z'],
    ['list_usage', { category: 'images', start_time: '-1d', bucket_width: '1h' }, '2026-11-21T12:34:56.000Z'],
    ['list_usage', { category: 'images', start_time: '-1w', bucket_width: '1m' }, '2026-11-15T12:34:56.000Z'],
    ['list_audit_logs', { effective_at: { gte: '-1d' } }, '2026-11-21T12:34:56.000Z'],
  ])('%s %j from %s', async (tool, given, expected) => expect(from(tool, given)).toBe(expected));
});

describe('a period as a start sets the end', () => {
  test.each([
    ['list_costs', { start_time: '2026-10' }, { start_time: 1_790_812_800, end_time: 1_793_491_200 }],
    [
      'list_costs',
      { start_time: '2026-10', end_time: '2026-10-02' },
      { start_time: 1_790_812_800, end_time: 1_790_899_200 },
    ],
    ['list_costs', { start_time: 'month' }, { start_time: 1_793_491_200 }],
    [
      'list_audit_logs',
      { effective_at: { gte: 'yesterday' } },
      { effective_at: { gte: 1_795_219_200, lt: 1_795_305_600 } },
    ],
    ['list_audit_logs', { effective_at: { gt: 'yesterday' } }, { effective_at: { gt: 1_795_219_200 } }],
  ])('%s %j', async (tool, given, values) => expect(check(toolNamed(tool), given).values).toEqual(values));
});

test.each(['2026-11-01', ['2026-11-01'], 5])(
  'effective_at given as %j is answered with its shape',
  (given) => {
    expect(problemsOf(() => check(toolNamed('list_audit_logs'), { effective_at: given }))).toEqual([
      'effective_at: pass an object such as {"gte":"2026-11-01"}; its members: gt, gte, lt, lte.',
    ]);
  },
);

test('the answer of a list with a range says which was asked for', async () => {
  const shaped = async (given: object) =>
    (
      await shapedBy(
        toolNamed('list_audit_logs'),
        { data: [], has_more: false },
        { now: NOW, values: check(toolNamed('list_audit_logs'), given).values },
      )
    ).range;
  expect(await shaped({ effective_at: { gte: 'yesterday' } })).toEqual({
    from: '2026-11-21T00:00:00Z',
    to: '2026-11-22T00:00:00Z',
  });
  expect(await shaped({ effective_at: { gte: '-1h' } })).toEqual({
    from: '2026-11-22T11:34:56Z',
    to: '2026-11-22T12:34:56Z',
  });
  expect(await shaped({})).toBeUndefined();
});
