/** Cursor pages: which rows of a list an `after`, a `before` and a `limit` select. */
import { badRequest } from './api-fault.ts';

export type Cursors = { limit: number; after?: string | undefined; before?: string | undefined };

type CursorPage<Row> = {
  object: 'list';
  data: Row[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
};

/**
 * Cuts one page out of rows that are already filtered and in order. `after` starts behind a row, `before`
 * alone gives the rows right before one. A cursor that is no id of the list is refused with 400.
 */
export function paginate<Row extends { id: string }>(
  rows: readonly Row[],
  cursors: Cursors,
): CursorPage<Row> {
  const from = cursors.after === undefined ? 0 : position(rows, 'after', cursors.after) + 1;
  const until = cursors.before === undefined ? rows.length : position(rows, 'before', cursors.before);
  const backwards = cursors.before !== undefined && cursors.after === undefined;
  const start = backwards ? Math.max(0, until - cursors.limit) : from;
  const end = Math.max(start, Math.min(until, start + cursors.limit));
  const data = rows.slice(start, end);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: backwards ? start > 0 : end < until,
  };
}

function position(rows: readonly { id: string }[], param: 'after' | 'before', id: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0)
    throw badRequest(`Invalid '${param}': no object with id '${id}' in this list.`, param, 'invalid_cursor');
  return index;
}

/** As `paginate`, without the ids of the ends: newer lists leave them out, and so do fine-tuning jobs and events. */
export function paginateWithoutEnds<Row extends { id: string }>(rows: readonly Row[], cursors: Cursors) {
  const { object, data, has_more } = paginate(rows, cursors);
  return { object, data, has_more };
}
