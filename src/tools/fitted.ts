/** What of an answer is shown, and where it goes on. */
import { type Position, startOf } from './answer-position.ts';
import { CursorBehindEnd } from './argument-error.ts';
import { partShown } from './cut-notes.ts';
import { firstLeaves, hasManyLeaves } from './first-leaves.ts';
import { type Budget, type Part, partOf } from './fit-budget.ts';
import { measure } from './measure.ts';

export type Fitted = {
  shown: Record<string, unknown>;
  /** Sentences on what is not shown here. */
  notes: string[];
  /** Absent where everything is shown to its end. */
  next?: Position;
};

/** Something as it came, and how it is shown. */
export type Unshaped = { raw: unknown; shape: (raw: unknown) => unknown };

/** As it is shown; as it came where shaping all of it would take too long: for its size, and to know it again. */
export function wholeOf({ raw, shape }: Unshaped): unknown {
  return hasManyLeaves(raw) ? raw : shape(raw);
}

/** A part of it, for which no more of it is shaped than could be shown. @throws CursorBehindEnd */
export function partOfUnshaped({ raw, shape }: Unshaped, from: Position, room: number, budget: Budget): Part {
  for (let most = 1 + from.member + from.offset + Math.ceil(room); ; most *= 4) {
    const { value, isWhole } = firstLeaves(raw, most);
    const part = partOf(shape(value), from, room, budget);
    // What is shaped can have fewer members than what came.
    if (isWhole && Object.keys(part.part).length === 0) throw new CursorBehindEnd();
    if (isWhole || part.next !== undefined) return part;
  }
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
  const { part, next = from.row + 1 < length ? startOf(from.row + 1) : undefined } = partOfUnshaped(
    row,
    from,
    room,
    budget,
  );
  const { characters } = await measure(wholeOf(row));
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
