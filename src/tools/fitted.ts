/** What of an answer is shown, and where it goes on. */
import { type Position, startOf } from './answer-position.ts';
import { partShown } from './cut-notes.ts';
import { type Budget, partOf } from './fit-budget.ts';

export type Fitted = {
  shown: Record<string, unknown>;
  /** Sentences on what is not shown here. */
  notes: string[];
  /** Absent where everything is shown to its end. */
  next?: Position;
};

/** A part of one row, or the last part of it. @param length how many rows there are */
export function fitOneRow(
  row: unknown,
  what: string,
  from: Position,
  length: number,
  room: number,
  budget: Budget,
): Fitted {
  const { part, next = from.row + 1 < length ? startOf(from.row + 1) : undefined } = partOf(
    row,
    from,
    room,
    budget,
  );
  return { shown: { part }, notes: [partShown(what, row)], ...(next && { next }) };
}

/**
 * Rows, and behind them what stands beside them and is too large for that.
 * @param length how many rows there are, @param beside undefined where it fits before the rows
 */
export function fitBefore(
  beside: Record<string, unknown> | undefined,
  length: number,
  from: Position,
  room: number,
  budget: Budget,
  fitRows: () => Fitted,
): Fitted {
  if (beside === undefined) return fitRows();
  const end = Math.max(length, 1);
  if (from.row >= end) return fitOneRow(beside, 'What stands beside the rows', from, end, room, budget);
  const fitted = fitRows();
  return fitted.next === undefined ? { ...fitted, next: startOf(end) } : fitted;
}
