/** The lists that hand out a `next` token: their query rules, and which rows a token selects. */
import * as z from 'zod';
import { badRequest } from './api-fault.ts';
import type { Cursors } from './paginate.ts';
import { limitFromZero, optionalText } from './query-rules.ts';

type TokenPage<Row> = { object: 'list'; data: Row[]; has_more: boolean; next: string | null };

/** `limit` from 0 to `maximum`, `after` and `order`. */
export function tokenRules(maximum: number, fallback: number, order: 'asc' | 'desc' = 'asc') {
  return z.strictObject({
    limit: limitFromZero(maximum, fallback),
    after: optionalText,
    order: z.enum(['asc', 'desc']).default(order),
  });
}

/** Cuts one page out of rows in order. `after` is the `next` of the page before; a token of no row is refused with 400. */
export function paginateByToken<Row extends { id: string }>(rows: readonly Row[], cursors: Cursors) {
  return page(rows, cursors, (row) => toToken(row.id) === cursors.after);
}

/** As `paginateByToken`; as the API's reference has it for groups and their users, `after` may also be the id of a row. */
export function paginateByTokenOrId<Row extends { id: string }>(rows: readonly Row[], cursors: Cursors) {
  return page(rows, cursors, (row) => toToken(row.id) === cursors.after || row.id === cursors.after);
}

function page<Row extends { id: string }>(
  rows: readonly Row[],
  { limit, after }: Cursors,
  isBefore: (row: Row) => boolean,
): TokenPage<Row> {
  const index = after === undefined ? -1 : rows.findIndex(isBefore);
  if (after !== undefined && index < 0)
    throw badRequest(`Invalid 'after': no place '${after}' in this list.`, 'after', 'invalid_cursor');
  const start = index + 1;
  const data = rows.slice(start, start + limit);
  const last = data.at(-1);
  const has_more = start + limit < rows.length;
  const next = last === undefined ? (after ?? null) : toToken(last.id);
  return { object: 'list', data, has_more, next: has_more ? next : null };
}

/** Opaque on purpose: a client that sends the last id in its place would walk the list by luck. */
function toToken(id: string): string {
  return `next_${Buffer.from(id).toString('base64url')}`;
}
