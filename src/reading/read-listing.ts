/** One listing read page after page, as far as the caller goes. */
import type { Send } from '../model/api-request.ts';
import { defined, isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { nextCursor } from '../tools/cursor.ts';
import { askForLess } from './ask-for-less.ts';

/** `complete` is false when there are more pages than were read, or the answer is no list. */
export type Listing = { items: Record<string, unknown>[]; complete: boolean };

/** Reads up to `maxPages` of the largest size, with `values` as the other arguments. Rejects with what `send` throws. */
export async function readListing(
  listing: ToolSpec,
  values: Record<string, unknown>,
  maxPages: number,
  send: Send,
  signal: AbortSignal,
): Promise<Listing> {
  const items: Record<string, unknown>[] = [];
  const largest = listing.params.limit?.max;
  let all: Record<string, unknown> = { ...defined({ limit: largest }), ...values };
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const checked = { values: all, clear: [], ...defined({ cursor }) };
    const read = await askForLess(listing, checked, (request) => send(request, signal));
    // What was too much for one page is too much for the next.
    all = read.values;
    const { body } = read.response;
    const rows = itemsOf(body);
    if (rows === undefined) return { items, complete: false };
    items.push(...rows);
    const next = nextCursor(listing, body);
    if (next === undefined || next === cursor) return { items, complete: !saysMore(body) };
    cursor = next;
  }
  return { items, complete: false };
}

function itemsOf(body: unknown): Record<string, unknown>[] | undefined {
  return isRecord(body) && Array.isArray(body.data) ? body.data.filter(isRecord) : undefined;
}

/** A list may say that more follows without a cursor to get it. */
function saysMore(body: unknown): boolean {
  return isRecord(body) && body.has_more === true;
}
