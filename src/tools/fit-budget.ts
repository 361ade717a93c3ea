/** Keeping an answer to what a conversation can hold: whole rows as far as they fit, and the exact sum of the rest. */
import Big from 'big.js';
import { countTokens } from '../text/count-tokens.ts';
import { shownNumber } from './exact-number.ts';
import type { Row } from './report-rows.ts';

/** Of an answer's rows. Some clients cut or refuse an answer of 25,000. */
const MAX_TOKENS = 6_000;

export const tokensOf = (value: unknown): number => countTokens(JSON.stringify(value));

/** Whether more can follow what takes so many tokens already. */
export function fits(tokens: number): boolean {
  return tokens <= MAX_TOKENS;
}

/** How many of the rows fit, in their order. */
export function countThatFits(rows: readonly unknown[]): number {
  let tokens = 0;
  for (const [index, row] of rows.entries()) {
    tokens += tokensOf(row);
    if (!fits(tokens)) return index;
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
