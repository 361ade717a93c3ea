/** Keeping a report to what a conversation can hold: the largest groups, the sum of the rest, and rows only if they fit. */
import Big from 'big.js';
import { shownNumber } from './exact-number.ts';
import type { Row } from './report-rows.ts';

/**
 * About 6,000 tokens of o200k: of all that reports hold, random IDs take most, 0.65 tokens a byte (measured). Some
 * clients cut or refuse an answer of 25,000.
 */
const MAX_BYTES = 9_000;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Whether more can follow what takes so many bytes already. */
export function fits(bytes: number): boolean {
  return bytes <= MAX_BYTES;
}

/** How many of the rows fit, in their order. */
export function countThatFits(rows: readonly unknown[]): number {
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    bytes += bytesOf(row) + 1;
    if (!fits(bytes)) return index;
  }
  return rows.length;
}

/** The groups that are not shown, in one: how many, and the exact sum of each figure. */
export function restOf(groups: readonly Row[], figures: readonly string[]): Record<string, unknown> {
  const sums = figures.flatMap((figure) => {
    const values = groups.flatMap((group) => group.figures.get(figure) ?? []);
    const sum = values.reduce((total, value) => total.plus(value), new Big(0));
    return values.length === 0 ? [] : [[figure, shownNumber(sum)] as const];
  });
  return { groups: groups.length, ...Object.fromEntries(sums) };
}
