/** Time buckets added up: exact totals of each group, one row for each result, what they cover and what is amiss. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { matchesGlob } from '../text/glob.ts';
import { shownNumber } from './exact-number.ts';
import { type Row, readRow, START_COLUMN } from './report-rows.ts';
import { isoTime, shapeValue, unixSeconds } from './shape-value.ts';

export type SummedBuckets = {
  /** From the first bucket's start to the last one's end, which is not included. */
  range?: { from: string; to: string };
  /** Where it is the same in all rows. */
  currency?: unknown;
  /** Sums over all buckets, the largest by the first figure first; of each group its cells, and its figures. */
  totals: { columns: string[]; rows: unknown[][]; groups: Row[]; figures: string[] };
  /** The figures of one bucket and group make a row; there can be a hundred thousand. */
  byBucket: { columns: string[]; length: number; rowAt(index: number): unknown[] };
  /** What buckets say of themselves besides their times and rows. */
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

/** Amounts are summed in decimal, since binary fractions lose cents. */
export function sumBuckets(
  data: readonly unknown[],
  { rowsKey, figures: patterns, levels, groupBy }: SumOptions,
): SummedBuckets {
  const isFigure = figuresNamed(patterns);
  const buckets = data.filter(isRecord);
  const rows = buckets.flatMap((bucket) => {
    const seconds = unixSeconds(bucket.start_time);
    const start = seconds === undefined ? '' : isoTime(seconds);
    const results = Array.isArray(bucket[rowsKey]) ? bucket[rowsKey].filter(isRecord) : [];
    return results.map((result) => readRow(start, result, isFigure));
  });
  const currencies = new Set(rows.flatMap((row) => row.labels.get('currency') ?? []));
  const oneCurrency = currencies.size === 1;
  if (oneCurrency) for (const row of rows) row.labels.delete('currency');
  const labels = [...new Set(rows.flatMap((row) => [...row.labels.keys()]))];
  const main = patterns[0];
  const known = new Set(rows.flatMap((row) => [...row.figures.keys(), ...row.unread]));
  const named = new Set(rows.flatMap((row) => [...row.figures.keys(), ...row.unread, ...row.missing]));
  // One that is null throughout is none of this report.
  const figures = [...named].filter((figure) => figure === main || known.has(figure));
  const keys = labels.filter((label) => label === 'currency' || groupBy.includes(label));
  const columns = [...keys, ...labels.filter((label) => !keys.includes(label))];
  const flows = figures.filter((figure) => !levels.includes(figure));
  const groups = totalsOf(rows, keys, flows);
  const range = rangeOf(buckets);
  return {
    ...(range && { range }),
    ...(oneCurrency && { currency: [...currencies][0] }),
    totals: {
      columns: [...columns, ...flows],
      rows: groups.map((row) => cellsOf(row, columns, flows)),
      groups,
      figures: flows,
    },
    byBucket: {
      columns: [START_COLUMN, ...columns, ...figures],
      length: rows.length,
      rowAt(index) {
        const row = rows[index];
        return row === undefined ? [] : [row.start, ...cellsOf(row, columns, figures)];
      },
    },
    beside: buckets.flatMap((bucket) => besideResults(bucket, rowsKey)),
    unread: unreadIn(rows, figures, main),
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

/** One row for each group, the largest by its first figure first. */
function totalsOf(rows: readonly Row[], keys: string[], figures: string[]): Row[] {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((label) => row.labels.get(label) ?? null));
    const group = groups.get(key) ?? {
      start: '',
      labels: new Map(),
      figures: new Map(),
      unread: [],
      missing: [],
    };
    // Whatever else is told of a group stands beside it: the newest name where it changed, and no number that did.
    for (const [label, value] of row.labels) {
      const changed =
        typeof value === 'number' && group.labels.has(label) && group.labels.get(label) !== value;
      group.labels.set(label, changed ? null : value);
    }
    for (const figure of figures) {
      const value = row.figures.get(figure);
      if (value) group.figures.set(figure, value.plus(group.figures.get(figure) ?? 0));
    }
    groups.set(key, group);
  }
  const [first] = figures;
  const sizeOf = ({ figures: sums }: Row) => sums.get(first ?? '') ?? new Big(0);
  return [...groups.values()].sort((one, other) => sizeOf(other).cmp(sizeOf(one)));
}

/** The first figure of the spec has to be in every row, and some figure in any. */
function unreadIn(rows: readonly Row[], figures: string[], main: string | undefined): string[] {
  const told = (figure: string, isUnread: (row: Row) => boolean) => {
    const unread = rows.filter(isUnread).length;
    return unread > 0 ? [`${figure} in ${unread} of ${rows.length} rows`] : [];
  };
  const hasMain = main !== undefined && !main.includes('*');
  const counts = [...new Set(hasMain ? [main, ...figures] : figures)].flatMap((figure) =>
    told(
      figure,
      ({ unread, missing, figures: read }) =>
        unread.includes(figure) || missing.includes(figure) || (figure === main && !read.has(figure)),
    ),
  );
  if (!hasMain) {
    counts.push(...told('any figure', ({ unread, figures: read }) => unread.length + read.size === 0));
  }
  if (counts.length === 0) return [];
  return [`Not readable as a number, and missing in the totals: ${counts.join('; ')}.`];
}

function besideResults(bucket: Record<string, unknown>, rowsKey: string): unknown[] {
  const { object: _, [rowsKey]: _rows, start_time, end_time, ...others } = bucket;
  if (Object.values(others).every((value) => value === null)) return [];
  return [shapeValue({ start_time, end_time, ...others })];
}

function rangeOf(buckets: Record<string, unknown>[]): { from: string; to: string } | undefined {
  const starts = buckets.flatMap((bucket) => unixSeconds(bucket.start_time) ?? []);
  const ends = buckets.flatMap((bucket) => unixSeconds(bucket.end_time) ?? []);
  if (starts.length === 0 || ends.length === 0) return undefined;
  return { from: isoTime(Math.min(...starts)), to: isoTime(Math.max(...ends)) };
}
