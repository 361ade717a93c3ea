/** One listing read page after page, as far as the caller goes. */
import type { Send } from '../model/api-request.ts';
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { measure } from '../tools/measure.ts';
import { readPages } from './read-pages.ts';

/** Of all that is kept of a listing, as JSON. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** `complete` is false when there are more pages than were read or can be kept, or the answer is no list. */
export type Listing = { items: Record<string, unknown>[]; complete: boolean };

/**
 * Reads up to `maxPages` of the largest size, with `values` as the other arguments. Rejects with what `send` throws.
 * @param members what is kept of each item; all of it when absent
 */
export async function readListing(
  listing: ToolSpec,
  values: Record<string, unknown>,
  maxPages: number,
  send: Send,
  signal: AbortSignal,
  members?: readonly string[],
): Promise<Listing> {
  const items: Record<string, unknown>[] = [];
  let left = MAX_CHARACTERS;
  let pages = 0;
  for await (const { rows, more, isList } of readPages(listing, values, send, signal)) {
    if (!isList) return { items, complete: false };
    const kept = members === undefined ? rows : rows.map((row) => only(row, members));
    items.push(...kept);
    if (!more) return { items, complete: true };
    pages += 1;
    left -= (await measure(kept)).characters;
    if (left < 0 || pages >= maxPages) break;
  }
  return { items, complete: false };
}

function only(item: Record<string, unknown>, members: readonly string[]): Record<string, unknown> {
  return defined(Object.fromEntries(members.map((name) => [name, item[name]])));
}
