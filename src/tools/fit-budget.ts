/** How much of an answer fits into a conversation: whole rows, or a part of one thing that is too large alone. */
import { countTokens } from '../text/count-tokens.ts';
import type { Position } from './answer-position.ts';
import { flatMembers, isListOfScalars } from './flat-members.ts';

/** What our own sentences on a cut and its cursor take at most. */
const RESERVE = 250;

/** The smallest row: no more rows are looked at than could fit. */
export const LEAST_ROW = 4;

/** A text is cut at multiples of so many UTF-16 units. */
const TEXT_STEP = 128;

/** No token that is counted has more characters on average. */
const MOST_CHARACTERS = 20;

/** A list of longer texts is not one value: each text of it can be cut. */
const LONG_TEXT = 400;

export const tokensOf = (value: unknown): number => countTokens(JSON.stringify(value) ?? '');

/** Whether it takes no more than so many tokens, without counting all of what is far too large. */
export function fits(value: unknown, room: number): boolean {
  const text = JSON.stringify(value) ?? '';
  return text.length <= room * MOST_CHARACTERS && countTokens(text) <= room;
}

/** Tokens that are left for rows beside what stands before them; enough for some, whatever that is. */
export function roomBeside(head: unknown, maxTokens: number): number {
  return Math.max(maxTokens - tokensOf(head) - RESERVE, Math.ceil(maxTokens / 4));
}

/** How many of the rows fit, in their order, and what they take. */
export function countThatFits(rows: readonly unknown[], room: number): { count: number; tokens: number } {
  let tokens = 0;
  for (const [count, row] of rows.entries()) {
    const more = tokensOf(row) + 1;
    if (tokens + more > room) return { count, tokens };
    tokens += more;
  }
  return { count: rows.length, tokens };
}

/** A part of something, and where the next one begins; without `next` it was the last. */
export type Part = { part: Record<string, unknown>; next?: Position };

/** As many members as fit, under dotted names, from a position on; the last of them may be cut. At least one character. */
export function partOf(value: unknown, from: Position, room: number): Part {
  const part: Record<string, unknown> = {};
  const members = flatMembers(value, (member) => isListOfScalars(member) && !hasLongText(member));
  let left = room;
  for (let { member, offset } = from; member < members.length; member += 1, offset = 0) {
    const [path, whole] = members[member] ?? ['', null];
    const name = path || 'value';
    const isFirst = Object.keys(part).length === 0;
    const { shown, end } = piece(whole, offset, left - tokensOf(name) - 2, isFirst);
    if (shown === undefined) return { part, next: { row: from.row, member, offset } };
    part[name] = shown;
    if (end !== undefined) return { part, next: { row: from.row, member, offset: end } };
    left -= tokensOf(name) + 2 + tokensOf(shown);
  }
  return { part };
}

/** What fits of one value from `start` on, and where it goes on; nothing where not even a piece fits. */
function piece(
  value: unknown,
  start: number,
  room: number,
  isFirst: boolean,
): { shown?: unknown; end?: number } {
  const canBeCut = typeof value === 'string' || isListOfScalars(value);
  const rest = canBeCut && start > 0 ? value.slice(start) : value;
  if (fits(rest, room) || (isFirst && !canBeCut)) return { shown: rest };
  if (!canBeCut) return {};
  const end = typeof value === 'string' ? endOfText(value, start, room) : endOfList(value, start, room);
  if (end > start) return { shown: value.slice(start, end), end };
  if (!isFirst) return {};
  const least = typeof value === 'string' ? wholeCharacter(value, start + TEXT_STEP) : start + 1;
  return least >= value.length ? { shown: rest } : { shown: value.slice(start, least), end: least };
}

function endOfText(text: string, start: number, room: number): number {
  let tokens = 0;
  for (let end = start; end < text.length; ) {
    const next = wholeCharacter(text, end + TEXT_STEP);
    tokens += tokensOf(text.slice(end, next));
    if (tokens > room) return end;
    end = next;
  }
  return text.length;
}

function endOfList(list: readonly unknown[], start: number, room: number): number {
  return start + countThatFits(list.slice(start), room).count;
}

/** Not within a character of two units. */
function wholeCharacter(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

function hasLongText(list: readonly unknown[]): boolean {
  return list.some((item) => typeof item === 'string' && item.length > LONG_TEXT);
}
