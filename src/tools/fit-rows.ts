/** The rows of a list that fit, from a position on: as a table, as objects, or a part of one that is too large. */
import { isWithinRow, type Position, startOf } from './answer-position.ts';
import { CursorBehindEnd } from './argument-error.ts';
import { rowsShown } from './cut-notes.ts';
import { leastLength } from './exceeds.ts';
import { type Budget, countThatFits, LEAST_ROW, longestText, textFits, tokensOf } from './fit-budget.ts';
import { type Fitted, fitOneRow } from './fitted.ts';
import { hasManyLeaves } from './leaves.ts';
import { type TableForm, tableOf } from './row-table.ts';

/** The rows of one page. */
export type Rows = {
  length: number;
  at(index: number): unknown;
  shape(row: unknown): unknown;
  /** Whether all are taken to fit, which is seen in the end. */
  isSmall: boolean;
};

export async function fitRows(
  { length, at, shape, isSmall }: Rows,
  from: Position,
  room: number,
  budget: Budget,
  form: TableForm,
): Promise<Fitted> {
  const rows = isSmall
    ? Array.from({ length: length - from.row }, (_, index) => shape(at(from.row + index)))
    : rowsInReach({ length, at, shape }, from, room);
  if (from.row > 0 && from.row >= length) throw new CursorBehindEnd();
  if (length === 0) return { shown: { items: [] }, notes: [] };
  const table = tableOf(rows, form);
  const count =
    isSmall || textFits(JSON.stringify(table ?? rows), room, budget)
      ? rows.length
      : table
        ? countThatFits(table.rows, room - tokensOf(table.columns, budget), budget).count
        : countThatFits(rows, room, budget).count;
  if (count === 0 || isWithinRow(from)) {
    return fitOneRow(
      { raw: at(from.row), shape },
      `Row ${from.row + 1} of the ${length} of this page`,
      from,
      length,
      room,
      budget,
    );
  }
  const end = from.row + count;
  const kept = count === rows.length ? rows : rows.slice(0, count);
  return {
    // Again where rows were left out, since columns may be empty in the others.
    shown: table === undefined ? { items: kept } : { ...(kept === rows ? table : tableOf(kept, form)) },
    notes: count === length ? [] : [rowsShown(from.row + 1, end, length, 'rows of this page')],
    ...(end < length && { next: startOf(end) }),
  };
}

/** No more of them are shaped than could fit, and none that is too large alone. */
function rowsInReach({ length, at, shape }: Omit<Rows, 'isSmall'>, from: Position, room: number): unknown[] {
  const most = Math.min(length, from.row + Math.ceil(room / LEAST_ROW));
  const rows: unknown[] = [];
  const longest = longestText(room);
  let characters = 0;
  for (let index = from.row; index < most && characters <= longest; index += 1) {
    const raw = at(index);
    if (hasManyLeaves(raw)) break;
    const row = shape(raw);
    const least = leastLength(row, longest);
    if (least > longest) break;
    characters += least;
    rows.push(row);
  }
  return rows;
}
