/** How much of an answer fits into a conversation: whole rows, or a part of one thing that is too large alone. */
import type { CountTokens } from '../text/count-tokens.ts';
import { BEGINNING, type Position } from './answer-position.ts';
import { type Cuttable, isCuttable, nextCut } from './cuttable.ts';
import { flatMembers } from './flat-members.ts';
import { exceeds } from './measure.ts';

/** What one answer may take. */
export type Budget = { maxTokens: number; countTokens: CountTokens };

/** What our own sentences on a cut and its cursor take at most. */
const RESERVE = 250;

const ONLY_BEGUN = 'This is too long for one answer and only begun here, with members under dotted names.';

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

/** Tokens that are left for rows beside what stands before them; enough for some, whatever that is. */
export function roomBeside(head: unknown, budget: Budget): number {
  const { maxTokens } = budget;
  const bytes = Buffer.byteLength(JSON.stringify(head));
  const taken = bytes <= SMALL_BYTES ? bytes : tokensOf(head, budget);
  return Math.max(maxTokens - taken - RESERVE, Math.ceil(maxTokens / 4));
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

/** As it is where it fits, and otherwise its beginning: for what is not read from OpenAI and so cannot be read again. */
export function withinBudget(result: Record<string, unknown>, budget: Budget): Record<string, unknown> {
  const room = roomBeside({}, budget);
  if (fits(result, room, budget)) return result;
  return { note: ONLY_BEGUN, part: partOf(result, BEGINNING, room, budget).part };
}

/** A part of something, and where the next one begins; without `next` it was the last. */
export type Part = { part: Record<string, unknown>; next?: Position };

/** As many members as fit, under dotted names, from a position on; the last of them may be cut. At least one character, or no members where the position is behind the end. */
export function partOf(value: unknown, from: Position, room: number, budget: Budget): Part {
  const part: Record<string, unknown> = {};
  const members = flatMembers(value, isCuttable);
  let left = room;
  for (let { member, offset } = from; member < members.length; member += 1, offset = 0) {
    const [path, whole] = members[member] ?? ['', null];
    if (offset > 0 && isCuttable(whole) && offset >= whole.length) return { part };
    const name = path || 'value';
    const isFirst = member === from.member;
    const { shown, end } = piece(whole, offset, left - tokensOf(name, budget) - 2, isFirst, budget);
    if (shown === undefined) return { part, next: { row: from.row, member, offset } };
    part[name] = shown;
    if (end !== undefined) return { part, next: { row: from.row, member, offset: end } };
    left -= tokensOf(name, budget) + 2 + tokensOf(shown, budget);
  }
  return { part };
}

/** What fits of one value from `start` on, and where it goes on; nothing where not even a piece fits. */
function piece(
  value: unknown,
  start: number,
  room: number,
  isFirst: boolean,
  budget: Budget,
): { shown?: unknown; end?: number } {
  if (!isCuttable(value)) return fits(value, room, budget) || isFirst ? { shown: value } : {};
  const fitting = endThatFits(value, start, room, budget);
  const isNone = fitting === start && start < value.length;
  if (isNone && !isFirst) return {};
  const end = isNone ? nextCut(value, start) : fitting;
  return { shown: value.slice(start, end), ...(end < value.length && { end }) };
}

function endThatFits(value: Cuttable, start: number, room: number, budget: Budget): number {
  let tokens = 0;
  for (let end = start; end < value.length; ) {
    const next = nextCut(value, end);
    tokens += tokensOf(value.slice(end, next), budget);
    if (tokens > room) return end;
    end = next;
  }
  return value.length;
}
