/** What of an answer is shown, and where it goes on. */
import { type Position, startOf } from './answer-position.ts';
import { CursorBehindEnd } from './argument-error.ts';
import { partShown } from './cut-notes.ts';
import type { Budget } from './fit-budget.ts';
import { hasManyLeaves } from './leaves.ts';
import { measure } from './measure.ts';
import { type Part, partOf, type Unshaped } from './part-of.ts';

export type Fitted = {
  shown: Record<string, unknown>;
  /** Sentences on what is not shown here. */
  notes: string[];
  /** Absent where everything is shown to its end. */
  next?: Position;
};

/** As it is shown; as it came where shaping all of it would take too long: for its size, and to know it again. */
export function wholeOf({ raw, shape }: Unshaped): { whole: unknown; isShaped: boolean } {
  return hasManyLeaves(raw) ? { whole: raw, isShaped: false } : { whole: shape(raw), isShaped: true };
}

/** @throws CursorBehindEnd */
export async function partFrom(from: Position, thing: Unshaped, room: number, budget: Budget): Promise<Part> {
  const found = await partOf(thing, from, room, budget);
  if (Object.keys(found.part).length === 0) throw new CursorBehindEnd();
  return found;
}

/** A part of one row, or the last part of it. @param length how many rows there are */
export async function fitOneRow(
  row: Unshaped,
  what: string,
  from: Position,
  length: number,
  room: number,
  budget: Budget,
): Promise<Fitted> {
  const { part, next = from.row + 1 < length ? startOf(from.row + 1) : undefined } = await partFrom(
    from,
    row,
    room,
    budget,
  );
  const { characters } = await measure(wholeOf(row).whole);
  return { shown: { part }, notes: [partShown(what, characters)], ...(next && { next }) };
}

/**
 * Rows, and behind them what stands beside them and is too large for that.
 * @param length how many rows there are, @param beside undefined where it fits before the rows
 */
export async function fitBefore(
  beside: Unshaped | undefined,
  length: number,
  from: Position,
  room: number,
  budget: Budget,
  fitRows: () => Promise<Fitted>,
): Promise<Fitted> {
  if (beside === undefined) return fitRows();
  const end = Math.max(length, 1);
  if (from.row > end) throw new CursorBehindEnd();
  if (from.row === end) return fitOneRow(beside, 'What stands beside the rows', from, end, room, budget);
  const fitted = await fitRows();
  return fitted.next === undefined ? { ...fitted, next: startOf(end) } : fitted;
}
