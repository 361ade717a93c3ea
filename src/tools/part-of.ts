/** A part of one thing that is too large for an answer: as many members as fit, under dotted names. */
import type { Position } from './answer-position.ts';
import { type Cuttable, isSequence, nextCut } from './cuttable.ts';
import { type Budget, fits, tokensOf } from './fit-budget.ts';
import { type Leaf, leavesOf } from './leaves.ts';
import { type ShownLeaf, shownLeaf } from './shown-leaf.ts';

/** Something as it came, and how any part of it is shown. */
export type Unshaped = { raw: unknown; shape: (raw: unknown) => unknown };

/** Where the next one begins; without `next` it was the last. */
export type Part = { part: Record<string, unknown>; next?: Position };

/** Passing or showing so many values takes some milliseconds; then others have a turn. */
const VALUES_PER_TURN = 500;

/**
 * From a position on; the last member may be cut. At least one character, or no members where the position is behind
 * the end.
 */
export async function partOf(
  { raw, shape }: Unshaped,
  from: Position,
  room: number,
  budget: Budget,
): Promise<Part> {
  const part: Record<string, unknown> = {};
  let left = room;
  let isFirst = true;
  let member = -1;
  for (const leaf of leavesOf(raw)) {
    member += 1;
    if (member % VALUES_PER_TURN === VALUES_PER_TURN - 1)
      await new Promise((resolve) => setImmediate(resolve));
    if (member < from.member) continue;
    const start = member === from.member ? from.offset : 0;
    const skipped = Array.isArray(leaf.value) ? start : 0;
    const shown = shownLeaf(windowOf(leaf, skipped, room), shape);
    if (shown === undefined) continue;
    if (start > 0 && isSequence(shown.value) && start - skipped >= shown.value.length) return { part };
    const name = nameIn(part, shown, member);
    const nameTokens = tokensOf(name, budget) + 2;
    const fitting = piece(shown.value, start - skipped, left - nameTokens, isFirst, budget);
    if (fitting.shown === undefined) return { part, next: { row: from.row, member, offset: start } };
    part[name] = fitting.shown;
    if (fitting.end !== undefined)
      return { part, next: { row: from.row, member, offset: skipped + fitting.end } };
    left -= nameTokens + tokensOf(fitting.shown, budget);
    isFirst = false;
  }
  return { part };
}

/** Of a list no more than could be shown, and one entry: its end is then not taken for that of the list. */
function windowOf({ value, way }: Leaf, start: number, room: number): Leaf {
  return { value: Array.isArray(value) ? value.slice(start, start + Math.ceil(room) + 1) : value, way };
}

/** One that is cut is told from those that begin alike by its place, and is the same in every part. */
function nameIn(part: Record<string, unknown>, { name, isNameCut }: ShownLeaf, member: number): string {
  return isNameCut || Object.hasOwn(part, name) ? `${name} (${member + 1})` : name;
}

/** What fits of one value from `start` on, and where it goes on; nothing where not even a piece fits. */
function piece(
  value: unknown,
  start: number,
  room: number,
  isFirst: boolean,
  budget: Budget,
): { shown?: unknown; end?: number } {
  if (!isSequence(value)) return fits(value, room, budget) || isFirst ? { shown: value } : {};
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
