/** Time buckets added up: exact totals of each group, one row for each result, what they cover and what is amiss. */
import { isRecord } from '../model/record.ts';
import { matchesGlob } from '../text/glob.ts';
import { BucketRows } from './bucket-rows.ts';
import { shownNumber } from './exact-number.ts';
import { GroupSums } from './group-sums.ts';
import { type Row, START_COLUMN } from './report-rows.ts';
import { RowTally } from './row-tally.ts';
import { isoTime, unixSeconds } from './shape-value.ts';

export type SummedBuckets = {
  /** From the first bucket's start to the last one's end, which is not included. */
  range?: { from: string; to: string };
  /** Where it is the same in all rows. */
  currency?: unknown;
  /** Sums over all buckets, the largest by the first figure first; of each group its cells, and its figures. */
  totals: { columns: string[]; rows: unknown[][]; groups: Row[]; figures: string[] };
  /** The figures of one bucket and group make a row; there can be a hundred thousand. */
  byBucket: { columns: string[]; length: number; rowAt(index: number): unknown[] };
  /** What buckets say of themselves besides their rows, as it came. */
  beside: unknown[];
  /** A sentence on figures that are no numbers, which make the sums incomplete. */
  unread: string[];
};

/** What the spec says of a report's rows, and what the call asked to group by. */
export type SumOptions = {
  /** Names each bucket's list of results. */
  rowsKey: string;
  /** Patterns; the first one is a name. */
  figures: readonly string[];
  levels: readonly string[];
  groupBy: readonly unknown[];
};

/** So many members of rows are added up before others have a turn: a few milliseconds. */
const MEMBERS_IN_ONE_TURN = 5000;

const CURRENCY = 'currency';

const turn = () => new Promise(setImmediate);

/** Amounts are summed in decimal, since binary fractions lose cents. Rows are not kept: there can be a hundred thousand. */
export async function sumBuckets(
  data: readonly unknown[],
  { rowsKey, figures: patterns, levels, groupBy }: SumOptions,
): Promise<SummedBuckets> {
  const isFigure = figuresNamed(patterns);
  const buckets = data.filter(isRecord);
  const rows = new BucketRows(buckets, rowsKey, isFigure);
  const tally = new RowTally(patterns[0]);
  const sums = new GroupSums([CURRENCY, ...groupBy], levels);
  let members = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows.at(index);
    tally.add(row);
    sums.add(row);
    members += row.labels.size + row.figures.size;
    if (members < MEMBERS_IN_ONE_TURN) continue;
    members = 0;
    await turn();
  }
  const { labels, figures } = tally;
  const [currency, ...others] = tally.currencies;
  const oneCurrency = currency !== undefined && others.length === 0;
  const groups = oneCurrency ? sums.without(CURRENCY) : sums;
  await turn();
  const names = labels.filter((label) => !(oneCurrency && label === CURRENCY));
  const keys = names.filter((label) => label === CURRENCY || groupBy.includes(label));
  const columns = [...keys, ...names.filter((label) => !keys.includes(label))];
  const flows = figures.filter((figure) => !levels.includes(figure));
  const largest = groups.largestFirst(flows[0]);
  await turn();
  const totals = largest.map((row) => cellsOf(row, columns, flows));
  await turn();
  const range = rangeOf(buckets);
  return {
    ...(range && { range }),
    ...(oneCurrency && { currency }),
    totals: {
      columns: [...columns, ...flows],
      rows: totals,
      groups: largest,
      figures: flows,
    },
    byBucket: {
      columns: [START_COLUMN, ...columns, ...figures],
      length: rows.length,
      rowAt(index) {
        const row = rows.at(index);
        return [row.start, ...cellsOf(row, columns, figures)];
      },
    },
    beside: buckets.flatMap((bucket) => besideResults(bucket, rowsKey)),
    unread: tally.unread(),
  };
}

/** Rows have the same few members, and there can be thousands of rows. */
function figuresNamed(patterns: readonly string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const found = known.get(name) ?? patterns.some((pattern) => matchesGlob(pattern, name));
    known.set(name, found);
    return found;
  };
}

function cellsOf(row: Row, columns: string[], figures: string[]): unknown[] {
  return [
    ...columns.map((label) => row.labels.get(label) ?? null),
    ...figures.map((figure) => {
      const value = row.figures.get(figure);
      return value === undefined ? null : shownNumber(value);
    }),
  ];
}

function besideResults(bucket: Record<string, unknown>, rowsKey: string): unknown[] {
  const { object: _, [rowsKey]: _rows, start_time, end_time, ...others } = bucket;
  if (Object.values(others).every((value) => value === null)) return [];
  return [{ start_time, end_time, ...others }];
}

function rangeOf(buckets: Record<string, unknown>[]): { from: string; to: string } | undefined {
  const starts = buckets.flatMap((bucket) => unixSeconds(bucket.start_time) ?? []);
  const ends = buckets.flatMap((bucket) => unixSeconds(bucket.end_time) ?? []);
  if (starts.length === 0 || ends.length === 0) return undefined;
  return { from: isoTime(Math.min(...starts)), to: isoTime(Math.max(...ends)) };
}
