/** Owns the lists that hand out a `next` token: their query rules, and which rows a token selects. */
import * as z from 'zod';
import { badRequest } from './api-fault.ts';
import { optionalText, requiredInteger } from './query-rules.ts';

type Order = 'asc' | 'desc';
type NextCursors = { limit: number; after?: string | undefined; order: Order };
type NextPage<Row> = { object: 'list'; data: Row[]; has_more: boolean; next: string | null };

/** `limit` from 0 to `maximum`, `after` and `order`. */
export function nextRules(maximum: number, fallback: number, order: Order = 'asc') {
  return {
    limit: requiredInteger.pipe(z.int().min(0).max(maximum)).default(fallback),
    after: optionalText,
    order: z.enum(['asc', 'desc']).default(order),
  };
}

/** The API states no default for the lists of assigned roles. */
export const heldRoleRules = nextRules(1000, 1000);

/**
 * Cuts one page out of rows in ascending order. `after` is the `next` of the page before, or, as the API's
 * reference has it for groups and their users, the id of a row. A token of no row is refused with 400.
 */
export function paginateNext<Row>(
  rows: readonly Row[],
  { limit, after, order }: NextCursors,
  idOf: (row: Row) => string,
  idsAreCursors: 'tokens only' | 'tokens and ids',
): NextPage<Row> {
  const ordered = order === 'asc' ? rows : rows.toReversed();
  const start = after === undefined ? 0 : position(after) + 1;
  const data = ordered.slice(start, start + limit);
  const has_more = start + limit < ordered.length;
  const last = data.at(-1);
  return {
    object: 'list',
    data,
    has_more,
    next: has_more ? (last === undefined ? (after ?? null) : toToken(idOf(last))) : null,
  };

  function position(cursor: string): number {
    const index = ordered.findIndex((row) => {
      const id = idOf(row);
      return toToken(id) === cursor || (idsAreCursors === 'tokens and ids' && id === cursor);
    });
    if (index < 0)
      throw badRequest(`Invalid 'after': no place '${cursor}' in this list.`, 'after', 'invalid_cursor');
    return index;
  }
}

/** Opaque on purpose: a client that sends the last id in its place would walk the list by luck. */
function toToken(id: string): string {
  return `next_${Buffer.from(id).toString('base64url')}`;
}
