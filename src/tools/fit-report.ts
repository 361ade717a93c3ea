/** The totals and the rows by bucket that fit, from a position on; what is left out is counted, and its sum told. */
import Big from 'big.js';
import { isWithinRow, type Position, startOf } from './answer-position.ts';
import { CursorBehindEnd } from './argument-error.ts';
import { rowsShown } from './cut-notes.ts';
import { shownNumber } from './exact-number.ts';
import { exceeds } from './exceeds.ts';
import { type Budget, countThatFits, LEAST_ROW, longestText, tokensOf } from './fit-budget.ts';
import { type Fitted, fitOneRow } from './fitted.ts';
import type { Unshaped } from './part-of.ts';
import type { Row } from './report-rows.ts';
import type { SummedBuckets } from './sum-buckets.ts';

/** Rows of the totals are counted first, then those by bucket. */
export async function fitReport(
  { totals, byBucket }: SummedBuckets,
  wantsBuckets: boolean,
  from: Position,
  room: number,
  budget: Budget,
): Promise<Fitted> {
  const all = totals.rows.length;
  const length = wantsBuckets ? byBucket.length : 0;
  if (from.row > 0 && from.row >= all + length) throw new CursorBehindEnd();
  if (from.row > 0 && from.row >= all)
    return fitBuckets(byBucket, from, from.row - all, all + length, room, budget);
  const left = totals.rows.slice(from.row);
  const { count, tokens } = countThatFits(left, roomBelow(totals.columns, room, budget), budget);
  if (left.length > 0 && (count === 0 || isWithinRow(from))) {
    return fitOneRow(shapedRow(totals.columns, left[0]), 'One group', from, all + length, room, budget);
  }
  const end = from.row + count;
  const shown = { totals: { columns: totals.columns, rows: left.slice(0, count) } };
  if (end < all) {
    const rest = restOf(totals.groups.slice(end), totals.figures);
    return { shown: { ...shown, rest }, notes: [totalsShown(from.row + 1, end, all)], next: startOf(end) };
  }
  const notes = from.row > 0 ? [totalsShown(from.row + 1, end, all)] : [];
  if (!wantsBuckets) return { shown, notes };
  const fitted = await fitBuckets(byBucket, startOf(all), 0, all + length, room - tokens, budget);
  if (fitted.next === undefined && fitted.notes.length === 0)
    return { shown: { ...shown, ...fitted.shown }, notes };
  return { shown, notes: [...notes, bucketsLeftOut(length)], next: startOf(all) };
}

async function fitBuckets(
  { columns, length, rowAt: valuesAt }: SummedBuckets['byBucket'],
  from: Position,
  start: number,
  end: number,
  room: number,
  budget: Budget,
): Promise<Fitted> {
  const rows: unknown[][] = [];
  const most = Math.ceil(Math.max(room, 0) / LEAST_ROW);
  for (let index = start; index < Math.min(length, start + most); index += 1) rows.push(valuesAt(index));
  const { count } = countThatFits(rows, roomBelow(columns, room, budget), budget);
  if (rows.length > 0 && (count === 0 || isWithinRow(from))) {
    return fitOneRow(shapedRow(columns, rows[0]), 'One row', from, end, room, budget);
  }
  const next = from.row + count;
  return {
    shown: { by_bucket: { columns, rows: rows.slice(0, count) } },
    notes:
      start === 0 && count === length ? [] : [rowsShown(start + 1, start + count, length, 'rows by bucket')],
    ...(next < end && { next: startOf(next) }),
  };
}

/** Counting names that are far too many for any row to fit would take seconds. */
function roomBelow(columns: readonly string[], room: number, budget: Budget): number {
  return exceeds(columns, longestText(room)) ? 0 : room - tokensOf(columns, budget);
}

function shapedRow(columns: readonly string[], values: readonly unknown[] = []): Unshaped {
  return {
    raw: Object.fromEntries(columns.map((name, index) => [name, values[index]])),
    shape: (row) => row,
  };
}

/** The groups that are not shown, in one: how many, and the exact sum of each figure. */
function restOf(groups: readonly Row[], figures: readonly string[]): Record<string, unknown> {
  const sums = figures.flatMap((figure) => {
    const values = groups.flatMap((group) => group.figures.get(figure) ?? []);
    const sum = values.reduce((total, value) => total.plus(value), new Big(0));
    return values.length === 0 ? [] : [[figure, shownNumber(sum)] as const];
  });
  return { groups: groups.length, ...Object.fromEntries(sums) };
}

function totalsShown(first: number, last: number, all: number): string {
  if (last === all) return `The totals show groups ${first} to ${last}, the last ones.`;
  const shown = first === 1 ? `the ${last} largest of ${all} groups` : `groups ${first} to ${last} of ${all}`;
  return `The totals show ${shown}; rest is the exact sum of those that follow. Fewer group_by or a filter make it shorter.`;
}

function bucketsLeftOut(rows: number): string {
  return `The totals are whole without the ${rows} rows by bucket, which follow for whoever wants them.`;
}
