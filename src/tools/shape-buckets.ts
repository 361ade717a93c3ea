/** The table made of time buckets: one row per result, exact totals per group, and what range it covers. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { boundedText, oneLine } from '../text/clean.ts';
import { isoTime, isUnixSeconds } from './shape-value.ts';

type Cell = string | number | boolean | null;

/** Columns are named once; the figures of one bucket and group make a row. */
export type Table = { columns: string[]; rows: Cell[][] };

export type ShapedBuckets = {
  /** From the first bucket's start to the last one's end, which is not included. */
  range?: { from: string; to: string };
  currency?: string;
  /** Sums over this page's buckets, largest first. */
  totals: Table;
  /** Absent when it would not fit into a conversation; `left_out` then says so. */
  by_bucket?: Table;
  left_out?: string;
};

/** About 12,000 tokens; some clients cut off or refuse an answer of twice that. */
const MAX_CHARACTERS = 40_000;

/** A line item or the name of a project. */
const MAX_LABEL_LENGTH = 200;

/** A figure is a number, or an amount of money that arrives as a number or as text. */
type Row = { start: string; labels: Map<string, string | boolean>; figures: Map<string, Big> };

/**
 * `rowsKey` names each bucket's list of results; `levels` are figures that adding up over time would falsify.
 * Amounts are summed in decimal, since the API sends some as text and binary fractions lose cents.
 */
export function shapeBuckets(buckets: unknown[], rowsKey: string, levels: readonly string[]): ShapedBuckets {
  const records = buckets.filter(isRecord);
  const currencies = new Set<string>();
  const rows = records.flatMap((bucket) => {
    const results = Array.isArray(bucket[rowsKey]) ? bucket[rowsKey].filter(isRecord) : [];
    const start = isUnixSeconds(bucket.start_time) ? isoTime(bucket.start_time) : '';
    return results.map((result) => readRow(start, result, currencies));
  });
  const oneCurrency = currencies.size === 1;
  if (oneCurrency) for (const row of rows) row.labels.delete('currency');
  const labels = [...new Set(rows.flatMap((row) => [...row.labels.keys()]))];
  const figures = [...new Set(rows.flatMap((row) => [...row.figures.keys()]))];
  const range = rangeOf(records);
  const byBucket: Table = {
    columns: ['start', ...labels, ...figures],
    rows: rows.map((row) => [
      row.start,
      ...labels.map((label) => row.labels.get(label) ?? null),
      ...figures.map((figure) => toCell(row.figures.get(figure))),
    ]),
  };
  const fits = JSON.stringify(byBucket).length <= MAX_CHARACTERS;
  return {
    ...(range && { range }),
    ...(oneCurrency && { currency: [...currencies][0] ?? '' }),
    totals: totalsOf(
      rows,
      labels,
      figures.filter((figure) => !levels.includes(figure)),
    ),
    ...(fits ? { by_bucket: byBucket } : { left_out: leftOut(rows.length) }),
  };
}

function leftOut(rows: number): string {
  return `The ${rows} rows by bucket are left out, being too many; the totals cover all of them. For rows ask for a shorter range, fewer group_by or a filter.`;
}

function readRow(start: string, result: Record<string, unknown>, currencies: Set<string>): Row {
  const row: Row = { start, labels: new Map(), figures: new Map() };
  for (const [name, value] of Object.entries(result)) {
    if (name === 'object' || value === null) continue;
    const key = oneLine(name);
    if (isRecord(value)) {
      const amount = toBig(value.value);
      if (amount) row.figures.set(key, amount);
      if (typeof value.currency === 'string') {
        const currency = oneLine(value.currency);
        currencies.add(currency);
        row.labels.set('currency', currency);
      }
    } else if (typeof value === 'number') {
      const figure = toBig(value);
      if (figure) row.figures.set(key, figure);
    } else if (typeof value === 'string') {
      row.labels.set(key, boundedText(value, MAX_LABEL_LENGTH));
    } else if (typeof value === 'boolean') {
      row.labels.set(key, value);
    }
  }
  return row;
}

function totalsOf(rows: Row[], labels: string[], figures: string[]): Table {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(labels.map((label) => row.labels.get(label) ?? null));
    const group = groups.get(key) ?? { start: '', labels: row.labels, figures: new Map() };
    for (const figure of figures) {
      const value = row.figures.get(figure);
      if (value) group.figures.set(figure, value.plus(group.figures.get(figure) ?? 0));
    }
    groups.set(key, group);
  }
  const first = figures[0];
  const sorted = [...groups.values()].sort((a, b) => {
    if (first === undefined) return 0;
    return (b.figures.get(first) ?? new Big(0)).cmp(a.figures.get(first) ?? 0);
  });
  return {
    columns: [...labels, ...figures],
    rows: sorted.map((group) => [
      ...labels.map((label) => group.labels.get(label) ?? null),
      ...figures.map((figure) => toCell(group.figures.get(figure))),
    ]),
  };
}

function rangeOf(buckets: Record<string, unknown>[]): { from: string; to: string } | undefined {
  const starts = buckets.map((bucket) => bucket.start_time).filter(isUnixSeconds);
  const ends = buckets.map((bucket) => bucket.end_time).filter(isUnixSeconds);
  if (starts.length === 0 || ends.length === 0) return undefined;
  return { from: isoTime(Math.min(...starts)), to: isoTime(Math.max(...ends)) };
}

function toBig(value: unknown): Big | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  try {
    return new Big(value);
  } catch {
    // Not a number in text: the API's own mistake, shown as an absent figure rather than as a wrong sum.
    return undefined;
  }
}

/** A number where that loses nothing, otherwise the exact decimal as text. */
function toCell(value: Big | undefined): Cell {
  if (value === undefined) return null;
  const number = value.toNumber();
  return new Big(number).eq(value) ? number : value.toFixed();
}
