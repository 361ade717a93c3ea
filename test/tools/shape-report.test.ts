import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { sampleTool } from './sample-tool.ts';
import { LATER, shaped } from './shaped.ts';

const DAY = 86_400;
const START = Date.parse('2026-11-01T00:00:00Z') / 1000;

const GROUPS = ['project_id', 'model', 'line_item', 'cached'];

type Table = { columns: string[]; rows: unknown[][] };

/** A report without its paging; its note as `unread`, what could not be read, and `told`, the rest. */
type Report = {
  range?: { from: string; to: string };
  currency?: unknown;
  totals: Table;
  rest?: Record<string, unknown>;
  by_bucket?: Table;
  buckets?: unknown[];
  unread: string[];
  told: string;
};

async function shapeBuckets(
  buckets: unknown[],
  levels: string[] = [],
  group_by: string[] = GROUPS,
  now = LATER,
): Promise<Report> {
  const figures = ['amount', 'quantity', 'n', 'calls', '*_bytes'];
  const tool = sampleTool({}, { response: { buckets: 'results', figures, levels } });
  const body = { data: buckets, has_more: false };
  const { complete, has_more, next_cursor, note, ...report } = await shaped(tool, body, {
    values: { group_by },
    now,
  });
  const unread = /Not readable[^.]*\./.exec(String(note ?? '')) ?? [];
  expect(complete).toBe(unread.length === 0);
  return { ...report, unread: [...unread], told: String(note ?? '').replace(unread[0] ?? '', '') } as Report;
}

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
  test('has a row for each result, with times, labels and figures', async () => {
    const shaped = await shapeBuckets([
      day(0, cost(1.5, { project_id: 'proj_a' })),
      day(1, cost(2, { project_id: 'proj_b' })),
    ]);
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
      unread: [],
      told: '',
    });
  });

  test('keeps empty buckets in the range only', async () => {
    const shaped = await shapeBuckets([day(0), day(1, cost(1)), day(2)]);
    expect(shaped.range?.to).toBe('2026-11-04T00:00:00Z');
    expect(shaped.by_bucket?.rows).toHaveLength(1);
  });

  test.each([[[]], [[day(0), day(1)]]])('of nothing is empty', async (buckets) => {
    const shaped = await shapeBuckets(buckets);
    expect(shaped.totals.rows).toEqual([]);
    expect(shaped.by_bucket).toEqual({ columns: ['start'], rows: [] });
    expect(shaped).not.toHaveProperty('currency');
  });

  test.each([
    ['milliseconds', 1_790_812_800_000, '1790812800000'],
    ['milliseconds as text', '1790812800000', '1790812800000'],
    ['text', '2026-10-01T00:00:00+00:00', '2026-10-01T00:00:00+00:00'],
    ['seconds as text', String(START), '2026-11-01T00:00:00Z'],
    ['a fraction', START + 0.5, `${START + 0.5}`],
    ['what cannot be seen', '2026\u202e-10', '2026\\u{202e}-10'],
    ['nothing', null, 'bucket 2'],
    ['an empty text', ' ', 'bucket 2'],
    ['an object', { seconds: START }, 'bucket 2'],
  ])('shows a start that came as %s as it came, and never an empty one', async (_, time, start) => {
    const buckets = [day(0, cost(1)), { ...day(1, cost(2)), start_time: time }];
    const { by_bucket } = await shapeBuckets(buckets);
    expect(by_bucket?.rows.map(([first]) => first)).toEqual(['2026-11-01T00:00:00Z', start]);
  });

  test('leaves out what no row names, and marks what one row does not have', async () => {
    const { by_bucket } = await shapeBuckets([day(0, { model: 'a', n: 1 }, { n: 2, cached: true })]);
    expect(by_bucket).toEqual({
      columns: ['start', 'model', 'cached', 'n'],
      rows: [
        ['2026-11-01T00:00:00Z', 'a', null, 1],
        ['2026-11-01T00:00:00Z', null, true, 2],
      ],
    });
  });

  test('shows invisible characters in labels', async () => {
    const { totals } = await shapeBuckets([day(0, cost(1, { line_item: '\u202egpt' }))]);
    expect(totals.rows[0]?.[0]).toBe('\\u{202e}gpt');
  });

  test.each([[[null, 'x', 5, { results: 'none' }, { results: [null, 7] }]]])(
    'is not upset by %j',
    async (buckets) => {
      expect((await shapeBuckets(buckets)).by_bucket?.rows).toEqual([]);
    },
  );
});

describe('totals', () => {
  const totalOf = async (...amounts: unknown[]) =>
    (await shapeBuckets(amounts.map((amount, index) => day(index, cost(amount))))).totals.rows;

  test.each([
    [[0.1, 0.2], 0.3],
    [['0.10', '0.20'], 0.3],
    [['12.50', 0.7, '1e-7'], 13.2000001],
    [Array.from({ length: 100 }, () => '0.01'), 1],
    [[-1.1, '1.1'], 0],
    [['0.1000000000000000055511151231257827', 0], '0.1000000000000000055511151231257827'],
  ])('of %j are exact', async (amounts, total) => expect(await totalOf(...amounts)).toEqual([[total]]));

  test('are kept apart by group and currency', async () => {
    const euro = { amount: { value: 3, currency: 'eur' }, project_id: 'proj_a' };
    const shaped = await shapeBuckets([
      day(0, cost(1, { project_id: 'proj_a' }), euro),
      day(1, cost('1.5', { project_id: 'proj_a' })),
    ]);
    expect(shaped).not.toHaveProperty('currency');
    expect(shaped.totals).toEqual({
      columns: ['currency', 'project_id', 'amount'],
      rows: [
        ['eur', 'proj_a', 3],
        ['usd', 'proj_a', 2.5],
      ],
    });
  });

  test('a group without a label is not the group of that name', async () => {
    const { totals } = await shapeBuckets([day(0, { model: 'null', n: 1 }, { n: 2 })]);
    expect(totals.rows).toEqual([
      [null, 2],
      ['null', 1],
    ]);
  });

  test('leave out levels, which stay in the buckets', async () => {
    const shaped = await shapeBuckets(
      [day(0, { usage_bytes: 5, calls: 1 }), day(1, { usage_bytes: 5, calls: 1 })],
      ['usage_bytes'],
    );
    expect(shaped.totals).toEqual({ columns: ['calls'], rows: [[2]] });
    expect(shaped.by_bucket?.columns).toEqual(['start', 'usage_bytes', 'calls']);
  });
});

describe('a figure', () => {
  const readAs = (text: unknown) => shapeBuckets([day(0, { amount: { value: text, currency: 'usd' } })]);

  test.each([
    ['1000.0', 1000],
    ['0E-6176', 0],
    ['1.5e-2', 0.015],
    [1.5e-7, '0.00000015'],
    ['9007199254740993', '9007199254740993'],
    ['0.100000000000000000000000000000000001', '0.100000000000000000000000000000000001'],
    [`${'9'.repeat(40)}`, '9'.repeat(40)],
    ['-3', -3],
  ])('%s is read to the last digit', async (given, shown) => {
    expect(await readAs(given)).toMatchObject({ totals: { rows: [[shown]] }, unread: [] });
  });

  test.each(['$12.50', '1,234.50', '1e400', '9'.repeat(41), '', ' ', '1 000', 'NaN', null, {}, [], true])(
    '%j is no number: it is counted, and is no zero',
    async (given) => {
      const { totals, unread } = await shapeBuckets([
        day(0, cost('10', { project_id: 'proj_a' }), cost(given, { project_id: 'proj_a' })),
      ]);
      expect(totals.rows).toEqual([['proj_a', 10]]);
      expect(unread).toEqual(['Not readable as a number, and missing in the totals: amount in 1 of 2 rows.']);
      expect((await readAs(given)).totals.rows).toEqual([[null]]);
      expect((await readAs(given)).unread).toHaveLength(1);
    },
  );

  test('that a row lacks altogether is missed where every row has it, and nowhere else', async () => {
    const { unread } = await shapeBuckets([day(0, cost(1, { quantity: 2 }), cost(1), { quantity: 3 })]);
    expect(unread).toEqual(['Not readable as a number, and missing in the totals: amount in 1 of 3 rows.']);
  });

  test('as text does not make groups', async () => {
    const rows = [cost(1, { line_item: 'a', quantity: '10' }), cost(2, { line_item: 'a', quantity: '11' })];
    expect((await shapeBuckets([day(0, ...rows)])).totals).toEqual({
      columns: ['line_item', 'amount', 'quantity'],
      rows: [['a', 3, 21]],
    });
  });

  test('sums of any amounts equal what whole numbers of the smallest unit give', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), { minLength: 1 }),
        async (units) => {
          const asText = (unit: bigint) => {
            const digits = (unit < 0n ? -unit : unit).toString().padStart(13, '0');
            return `${unit < 0n ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`;
          };
          const { totals } = await shapeBuckets([day(0, ...units.map((unit) => cost(asText(unit))))]);
          const [whole = '', fraction = ''] = String(totals.rows[0]?.[0]).split('.');
          expect(BigInt(`${whole}${fraction.padEnd(12, '0')}`)).toBe(units.reduce((sum, unit) => sum + unit));
        },
      ),
    );
  });
});

describe('a label', () => {
  test('that was not asked for stands beside the group and splits none', async () => {
    const named = cost(1, { project_id: 'proj_a', project_name: 'Alpha', organization_name: 'Org' });
    const { totals } = await shapeBuckets([
      day(0, named, cost(2, { project_id: 'proj_a' })),
      day(1, cost(4, { project_id: 'proj_a', project_name: 'Alpha, renamed' })),
      day(2, cost(1, { project_id: 'proj_b', whatever_comes: true })),
    ]);
    expect(totals).toEqual({
      columns: ['project_id', 'project_name', 'organization_name', 'whatever_comes', 'amount'],
      rows: [
        ['proj_a', 'Alpha, renamed', 'Org', null, 7],
        ['proj_b', null, null, true, 1],
      ],
    });
  });

  test.each([
    ['a number, the same in all', 1, 1],
    ['an amount as text', '0.10', '0.20'],
    ['an object of numbers', { cached: 3 }, { cached: 4 }],
  ])('that may be a figure nobody knows has no total: %s', async (_, one, other) => {
    const { totals, by_bucket } = await shapeBuckets([
      day(0, cost(1, { extra: one }), cost(1, { extra: other })),
    ]);
    expect(totals).toEqual({ columns: ['extra', 'amount'], rows: [[null, 2]] });
    expect(by_bucket?.rows.map(([, extra]) => extra)).toEqual([one, other]);
  });

  test('that is a number and changes has no total', async () => {
    const { totals } = await shapeBuckets([day(0, cost(1, { rank: 1 }), cost(1, { rank: 2 }))]);
    expect(totals).toEqual({ columns: ['rank', 'amount'], rows: [[null, 2]] });
  });

  test('of any form is kept', async () => {
    const { by_bucket } = await shapeBuckets([
      day(0, {
        amount: { value: 1, currency: 'usd', unit: 'total' },
        user: { id: 'user_1', seen_at: 1_793_491_200 },
        tags: ['a'],
      }),
    ]);
    expect(by_bucket).toEqual({
      columns: ['start', 'amount.unit', 'user', 'tags', 'amount'],
      rows: [['2026-11-01T00:00:00Z', 'total', { id: 'user_1', seen_at: '2026-11-01T00:00:00Z' }, ['a'], 1]],
    });
  });

  test('of a bucket is kept beside the tables', async () => {
    const { buckets } = await shapeBuckets([{ ...day(0, cost(1)), note: 'estimated', region: null }, day(1)]);
    expect(buckets).toEqual([
      { start_time: '2026-11-01T00:00:00Z', end_time: '2026-11-02T00:00:00Z', note: 'estimated' },
    ]);
  });
});

test.each([
  ['2026-11-01T12:00:00Z', true],
  ['2026-11-02T23:59:59Z', true],
  ['2026-11-03T00:00:00Z', false],
])('at %s the first of November may still grow: %s', async (now, may) => {
  const { told } = await shapeBuckets([day(0, cost(1))], [], GROUPS, Date.parse(now));
  expect(told.includes('may still grow')).toBe(may);
});

test('the totals that are shown and the rest are the whole, however many groups there are', async () => {
  const amounts = fc.array(fc.integer({ min: -1000, max: 1_000_000 }), { minLength: 1, maxLength: 1500 });
  await fc.assert(
    fc.asyncProperty(amounts, async (cents) => {
      const rows = cents.map((amount, index) => cost(String(amount / 100), { project_id: `proj_${index}` }));
      const { totals, rest } = await shapeBuckets([day(0, ...rows)]);
      const shown = totals.rows.reduce((sum, row) => sum + Math.round(Number(row[1]) * 100), 0);
      const others = Math.round(Number(rest?.amount ?? 0) * 100);
      expect(shown + others).toBe(cents.reduce((sum, amount) => sum + amount));
      expect(totals.rows.length + Number(rest?.groups ?? 0)).toBe(cents.length);
      expect(encode(JSON.stringify(totals)).length).toBeLessThan(6000);
    }),
    { numRuns: 20 },
  );
});
