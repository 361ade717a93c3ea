/** How much of an answer fits into a conversation, and how many rows of a list. */
import type { CountTokens } from '../text/count-tokens.ts';
import { exceeds } from './exceeds.ts';

/** What one answer may take. */
export type Budget = { maxTokens: number; countTokens: CountTokens };

/** What our own sentences on a cut and its cursor take at most. */
const RESERVE = 250;

/** The smallest row: no more rows are looked at than could fit. */
export const LEAST_ROW = 4;

/** No token that is counted has more characters on average. */
const MOST_CHARACTERS = 20;

export const tokensOf = (value: unknown, { countTokens }: Budget): number =>
  countTokens(JSON.stringify(value) ?? '');

/** Whether it takes no more than so many tokens. */
export function fits(value: unknown, room: number, budget: Budget): boolean {
  return !exceeds(value, longestText(room)) && textFits(JSON.stringify(value) ?? '', room, budget);
}

/** Without counting what is far too large, nor, since a token has a byte or more, what is small: most answers. */
export function textFits(text: string, room: number, { countTokens }: Budget): boolean {
  return !isTooLong(text, room) && (Buffer.byteLength(text) <= room || countTokens(text) <= room);
}

function isTooLong(text: string, room: number): boolean {
  return text.length > longestText(room);
}

/** A longer text never fits. */
export function longestText(tokens: number): number {
  return tokens * MOST_CHARACTERS;
}

/** Less is taken by its bytes, which no count exceeds: most answers then need no counting, and the first waits for no tokenizer. */
const SMALL_BYTES = 256;

/**
 * Tokens that are left for rows beside what stands before them; enough for some, whatever that is.
 * @param divisor above 1 where the answer became too long with all of them
 */
export function roomBeside(head: unknown, budget: Budget, divisor = 1): number {
  const { maxTokens } = budget;
  const bytes = Buffer.byteLength(JSON.stringify(head));
  const taken = bytes <= SMALL_BYTES ? bytes : tokensOf(head, budget);
  return Math.ceil(Math.max(maxTokens - taken - RESERVE, maxTokens / 4) / divisor);
}

/** How many of the rows fit, in their order, and what they take. */
export function countThatFits(
  rows: readonly unknown[],
  room: number,
  { countTokens }: Budget,
): { count: number; tokens: number } {
  let tokens = 0;
  for (const [count, row] of rows.entries()) {
    const text = JSON.stringify(row) ?? '';
    const more = isTooLong(text, room) ? Number.POSITIVE_INFINITY : countTokens(text) + 1;
    if (tokens + more > room) return { count, tokens };
    tokens += more;
  }
  return { count: rows.length, tokens };
}
