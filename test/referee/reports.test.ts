/** Costs and usage come back whole and exact, and what cannot be read as a number is counted and makes the report incomplete. */
import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import type { SdkField, SdkType } from '../../scripts/sdk/types.ts';
import { answeredCalls, resultOf } from './answered-calls.ts';
import { ALL, type Leaf, type Making, makeAnswer } from './generate-answer.ts';
import { callOf, ROWS, type Row } from './operations.ts';
import { isSame, leavesShown, rowsOf } from './shown-leaves.ts';

type Members = Record<string, unknown>;
type Table = { columns: string[]; rows: unknown[][] };

const answered = answeredCalls();
const REPORTS = ROWS.filter(({ tool }) => tool.response.buckets !== undefined);
const DAY = 86_400;
const START = Date.parse('2026-10-01T00:00:00Z') / 1000;

/** The members of a row of this very report, out of the union of all reports' rows. */
function fieldsOf({ operation, tool, fixed }: Row): Record<string, SdkField> {
  const rows = memberOf(itemsOf(memberOf(operation.answer, 'data')), 'results');
  const union = itemsOf(rows);
  const all = union.kind === 'union' ? union.alternatives : [union];
  const own =
    all.length === 1
      ? all[0]
      : all.find((one) => resultName(one) === `organization.${reportOf(tool.name, fixed.category)}.result`);
  if (own?.kind !== 'object') throw new Error(`${operation.name}: no rows of ${fixed.category}`);
  return own.properties;
}

/** What the row of a report calls itself; not every category has the same name there. */
function reportOf(tool: string, category: unknown): string {
  if (tool === 'list_costs') return 'costs';
  const word = String(category).replace(/_search_calls$/, '_searches');
  return `usage.${word}`;
}

function memberOf(type: SdkType, name: string): SdkType {
  return (type.kind === 'object' && type.properties[name]?.type) || { kind: 'unknown' };
}

function itemsOf(type: SdkType): SdkType {
  return type.kind === 'array' ? type.items : { kind: 'unknown' };
}

function resultName(type: SdkType): string | undefined {
  const object = memberOf(type, 'object');
  return object.kind === 'string' ? object.values?.[0] : undefined;
}

/** The operation with rows of its own report alone. */
function ownRows(row: Row): Row['operation'] {
  const results: SdkType = { kind: 'array', items: { kind: 'object', properties: fieldsOf(row) } };
  const data = row.operation.answer;
  if (data.kind !== 'object') throw new Error('no object');
  const bucket = itemsOf(memberOf(data, 'data'));
  if (bucket.kind !== 'object') throw new Error('no bucket');
  const field = (type: SdkType): SdkField => ({ type, required: true, nullable: false, doc: '' });
  const buckets: SdkType = {
    kind: 'array',
    items: { kind: 'object', properties: { ...bucket.properties, results: field(results) } },
  };
  return { ...row.operation, answer: { ...data, properties: { ...data.properties, data: field(buckets) } } };
}

/** Leaves of rows by the row's place in the table, of buckets, and of what stands beside. */
function placeOf({ path }: Leaf, perBucket: number): { row?: number; bucket?: number; name: string } {
  const [, bucket, row, inRow] = /^data\.(\d+)\.results\.(\d+)\.(.*)$/.exec(path) ?? [];
  if (inRow !== undefined) return { row: Number(bucket) * perBucket + Number(row), name: inRow };
  const [, at, name] = /^data\.(\d+)\.(.*)$/.exec(path) ?? [];
  return name === undefined ? { name: path } : { bucket: Number(at), name };
}

async function lackingIn(row: Row, making: Making): Promise<string[]> {
  const { text, leaves } = makeAnswer(ownRows(row), making);
  const result = resultOf(await answered(row.tool, callOf(row), { text }));
  const table = rowsOf(result.by_bucket as Table);
  const beside = leavesShown(result);
  const bucketLeaves = [...leavesShown(result.buckets ?? [])].map(([path, value]) => [
    path.replace(/^\d+\./, ''),
    value,
  ]);
  return leaves.flatMap((leaf) => {
    const { row: at, bucket, name } = placeOf(leaf, making.length);
    if (at !== undefined) {
      const shown = leavesShown(table[at]);
      const found =
        name === 'amount.value'
          ? shown.get('amount')
          : name === 'amount.currency'
            ? (shown.get('currency') ?? result.currency)
            : shown.get(name);
      return isSame(found, leaf.shown) ? [] : [`row ${at}, ${name}: ${leaf.shown}, but ${found}`];
    }
    if (bucket === undefined) return isSame(beside.get(name), leaf.shown) ? [] : [`${name}: ${leaf.shown}`];
    if (name === 'start_time') return table[bucket * making.length]?.start === leaf.shown ? [] : [leaf.path];
    // Where a bucket ends is where the next one starts.
    if (name === 'end_time') return [];
    return bucketLeaves.some(([path, value]) => path === name && isSame(value, leaf.shown))
      ? []
      : [leaf.path];
  });
}

const MAKINGS: [string, Making][] = [
  ['all members', { ...ALL, length: 2 }],
  ['what has to be there alone', { ...ALL, optional: 'none', length: 2 }],
  ['null where it may be', { ...ALL, nulls: true, length: 2 }],
  ['members that no type knows', { ...ALL, unknown: true, length: 2 }],
  ['figures as text', { ...ALL, numbers: 'text', length: 2 }],
  ['figures of many digits', { ...ALL, numbers: 'long', length: 2 }],
];

const READABLE: [unknown, string][] = [
  [1000, '1000'],
  ['1000.0', '1000'],
  ['0E-6176', '0'],
  ['1.5e-2', '0.015'],
  ['-0', '0'],
  [-3, '-3'],
  ['-12.50', '-12.5'],
  ['9007199254740993', '9007199254740993'],
  ['9'.repeat(40), '9'.repeat(40)],
];
const UNREADABLE = [
  '$12.50',
  '1,234.50',
  '1_000',
  '0x10',
  'Infinity',
  'NaN',
  '',
  ' ',
  '٣',
  '1e400',
  '9'.repeat(41),
  '5 USD',
  true,
  [],
  [1],
  {},
];

/** Names of the figures of a report: its numbers, and of an amount its value. */
function figuresOf(row: Row): string[] {
  return Object.entries(fieldsOf(row)).flatMap(([name, { type }]) =>
    type.kind === 'number' || name === 'amount' ? [name] : [],
  );
}

const inPlace = (figure: string, value: unknown) =>
  figure === 'amount' ? { amount: { value, currency: 'usd' } } : { [figure]: value };

/** One bucket for each list of rows; every row holds each figure of the report, apart from the one that is set. */
function bodyOf(row: Row, buckets: Members[][]): { text: string } {
  const usual = Object.assign({}, ...figuresOf(row).map((figure) => inPlace(figure, 1)));
  const data = buckets.map((rows, at) => ({
    object: 'bucket',
    start_time: START + at * DAY,
    end_time: START + (at + 1) * DAY,
    results: rows.map((one) => ({ object: 'result', ...usual, ...one })),
  }));
  return { text: JSON.stringify({ object: 'page', data, has_more: false, next_page: null }) };
}

async function reportFor(row: Row, buckets: Members[][], more: object = {}): Promise<Members> {
  return resultOf(await answered(row.tool, { ...callOf(row), ...more }, bodyOf(row, buckets)));
}

const isLevel = (figure: string) => figure === 'usage_bytes';

describe.each(REPORTS)('$title', (row) => {
  const figures = figuresOf(row);

  test.each(MAKINGS)('%s', async (_, making) => expect(await lackingIn(row, making)).toEqual([]));

  test('each figure is read to the last digit, as number or text', async () => {
    for (const figure of figures) {
      const result = await reportFor(
        row,
        READABLE.map(([value]) => [inPlace(figure, value)]),
      );
      expect({ figure, complete: result.complete }).toEqual({ figure, complete: true });
      const cells = rowsOf(result.by_bucket as Table).map((cell) => cell[figure]);
      const differing = READABLE.filter(([, digits], at) => !isSame(cells[at], digits));
      expect({ figure, differing }).toEqual({ figure, differing: [] });
      if (isLevel(figure)) continue;
      const sum = READABLE.reduce((total, [, digits]) => total.plus(digits), new Big(0));
      const [total] = rowsOf(result.totals as Table);
      expect(new Big(String(total?.[figure])).eq(sum), figure).toBe(true);
    }
  });

  test('what is no number is counted, each by itself and beside numbers, and nothing is complete', async () => {
    for (const figure of figures) {
      const rows = [7, ...UNREADABLE, null, 8].map((value) => inPlace(figure, value));
      const { complete, note, totals } = await reportFor(row, [rows]);
      expect({ figure, complete }).toEqual({ figure, complete: false });
      expect(note).toMatch(new RegExp(`\\b${figure}\\b\\D+${UNREADABLE.length + 1} of ${rows.length}\\b`));
      if (!isLevel(figure)) expect(rowsOf(totals as Table)[0]).toMatchObject({ [figure]: 15 });
      for (const value of UNREADABLE) {
        const alone = await reportFor(row, [[inPlace(figure, value)]]);
        expect({ figure, value, complete: alone.complete }).toEqual({ figure, value, complete: false });
        expect(alone.note).toMatch(new RegExp(`\\b${figure}\\b\\D+1 of 1\\b`));
        expect(alone.note).not.toMatch(/nothing was/i);
      }
    }
  });

  test('a row without any figure is missed', async () => {
    const without = Object.fromEntries(figures.map((figure) => [figure, undefined]));
    const { complete, note } = await reportFor(row, [[{}, without], [without]]);
    expect(complete).toBe(false);
    expect(note).toMatch(/2 of 3 rows/);
  });

  test('a label that was not asked for and comes on half of the days splits nothing', async () => {
    const group_by = ['project_id'];
    const days = Array.from({ length: 6 }, (_, at) => [
      { project_id: 'proj_a', ...(at % 2 === 0 && { project_name: 'A', user_email: `u${at}@example.com` }) },
      { project_id: 'proj_b', ...(at > 2 && { organization_name: 'Org', tier: { level: at } }) },
    ]);
    const { totals, complete } = await reportFor(row, days, { group_by });
    const shown = rowsOf(totals as Table);
    expect(complete).toBe(true);
    expect(shown.map(({ project_id: id }) => id).sort()).toEqual(['proj_a', 'proj_b']);
    for (const figure of figures.filter((one) => !isLevel(one))) {
      expect(shown.map((one) => one[figure])).toEqual([6, 6]);
    }
  });

  test('a member with a name of the table is no other column', async () => {
    const of = { start: 'of a new kind', currency: 'points', 'start (2)': 'x' };
    const { by_bucket, currency } = await reportFor(row, [[of]]);
    const { columns, rows } = by_bucket as Table;
    expect(new Set(columns).size).toBe(columns.length);
    expect([...(rows[0] ?? []), currency]).toEqual(
      expect.arrayContaining(['2026-10-01T00:00:00Z', 'of a new kind', 'points', 'x']),
    );
  });

  test('buckets without rows are nothing and no fault', async () => {
    const { complete, totals, note } = await reportFor(row, [[], [], []]);
    expect(complete).toBe(true);
    expect((totals as Table).rows).toEqual([]);
    expect(note).toMatch(/^Nothing was/);
  });
});

describe('costs', () => {
  const row = REPORTS.find(({ tool }) => tool.name === 'list_costs') as Row;
  const amount = (value: unknown, currency?: string) => ({
    amount: { value, ...(currency && { currency }) },
  });

  test('of two currencies are never added', async () => {
    const days = [
      [amount('1.50', 'usd'), amount('2.25', 'eur')],
      [amount(3, 'usd'), amount(-1, 'eur')],
    ];
    const result = await reportFor(row, days);
    expect(result).not.toHaveProperty('currency');
    const totals = rowsOf(result.totals as Table).map((one) => [one.currency, one.amount]);
    expect(totals.sort()).toEqual([
      ['eur', 1.25],
      ['usd', 4.5],
    ]);
  });

  test('and credits are exact', async () => {
    const { totals } = await reportFor(row, [
      [amount('0.1', 'usd')],
      [amount('0.2', 'usd')],
      [amount('-0.3', 'usd')],
    ]);
    expect(rowsOf(totals as Table)[0]?.amount).toBe(0);
  });

  test.each([[{ currency: 'usd' }], [{}], [null]])('with %j for an amount are not complete', async (none) => {
    const { complete, note } = await reportFor(row, [[amount(5, 'usd'), { amount: none }]]);
    expect(complete).toBe(false);
    expect(note).toContain('amount in 1 of 2 rows');
  });

  test('that come as plain numbers count', async () => {
    const { totals, complete } = await reportFor(row, [[{ amount: '1.25' }, { amount: 2 }]]);
    expect(complete).toBe(true);
    expect(rowsOf(totals as Table)[0]?.amount).toBe(3.25);
  });

  test('under another name are missed, whatever else is a figure', async () => {
    const { complete, note } = await reportFor(row, [[{ amount: undefined, cost: 5, quantity: 2 }]]);
    expect(complete).toBe(false);
    expect(note).toContain('amount in 1 of 1 rows');
  });

  test('whose quantity is null throughout, as without line items, are complete', async () => {
    const { complete } = await reportFor(row, [[{ quantity: null }], [{ quantity: null }]]);
    expect(complete).toBe(true);
  });
});
