/** The table made of time buckets: exact totals per group, one row per result, what it covers and what is amiss. */
import Big from 'big.js';
import { defined, isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { matchesGlob } from '../text/glob.ts';
import { askedRange } from './end-periods.ts';
import { shownNumber } from './exact-number.ts';
import { countThatFits, fits, restOf, tokensOf } from './fit-budget.ts';
import { type Row, readRow, START_COLUMN } from './report-rows.ts';
import { isoTime, shapeValue, unixSeconds } from './shape-value.ts';

/** Columns are named once; the figures of one bucket and group make a row. */
export type Table = { columns: string[]; rows: unknown[][] };

export type Report = {
  /** From the first bucket's start to the last one's end, which is not included. */
  range?: { from: string; to: string };
  currency?: unknown;
  /** Sums over this page's buckets, largest first. */
  totals: Table;
  /** The smaller groups in one, where not all fit into a conversation. */
  rest?: Record<string, unknown>;
  /** Absent when it would not fit into a conversation, or was not asked for. */
  by_bucket?: Table;
  /** What buckets say of themselves besides their times and rows. */
  buckets?: unknown[];
  /** Sentences for the note; what `unread` says makes the report incomplete. */
  warnings: { unread: string[]; other: string[] };
};

const DAY_MILLISECONDS = 86_400_000;
const MAY_GROW = 'The last day may still grow: figures arrive up to 24 hours late.';

/** Amounts are summed in decimal, since binary fractions lose cents. @param rowsKey names each bucket's list of results */
export function shapeReport(
  data: readonly unknown[],
  rowsKey: string,
  tool: ToolSpec,
  { values = {}, now }: { values?: Record<string, unknown>; now: number },
): Report {
  const { figures: patterns = [], levels = [] } = tool.response;
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
  const asked = Array.isArray(values.group_by) ? values.group_by : [];
  const keys = labels.filter((label) => label === 'currency' || asked.includes(label));
  const columns = [...keys, ...labels.filter((label) => !keys.includes(label))];
  const byBucket: Table = {
    columns: [START_COLUMN, ...columns, ...figures],
    rows: rows.map((row) => [row.start, ...cellsOf(row, columns, figures)]),
  };
  const flows = figures.filter((figure) => !levels.includes(figure));
  const groups = totalsOf(rows, keys, flows);
  const sums = groups.map((row) => cellsOf(row, columns, flows));
  const shown = countThatFits(sums);
  const totals: Table = { columns: [...columns, ...flows], rows: sums.slice(0, shown) };
  const isWhole = fits(tokensOf(totals) + tokensOf(byBucket));
  const beside = buckets.flatMap((bucket) => besideRows(bucket, rowsKey));
  const range = rangeOf(buckets) ?? askedRange(tool, values, now);
  return {
    ...defined({ range }),
    ...(oneCurrency && { currency: [...currencies][0] }),
    totals,
    ...(shown < groups.length && { rest: restOf(groups.slice(shown), flows) }),
    ...(isWhole && { by_bucket: byBucket }),
    ...(beside.length > 0 && { buckets: beside }),
    warnings: {
      unread: unreadIn(rows, figures, main),
      other: [
        ...(range !== undefined && Date.parse(range.to) > now - DAY_MILLISECONDS ? [MAY_GROW] : []),
        ...(shown < groups.length ? [restLeftOut(shown, groups.length)] : []),
        ...(isWhole ? [] : [leftOut(rows.length)]),
      ],
    },
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

function besideRows(bucket: Record<string, unknown>, rowsKey: string): unknown[] {
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

function restLeftOut(shown: number, all: number): string {
  return `The totals show the ${shown} largest of ${all} groups; rest is the exact sum of the others. To see them ask with fewer group_by or a filter.`;
}

function leftOut(rows: number): string {
  return `The ${rows} rows by bucket are left out, being too many; the totals cover all of them. For rows ask for a shorter range, fewer group_by or a filter.`;
}
