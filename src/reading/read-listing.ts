/** One listing read page after page, as far as the caller goes. */
import type { Send } from '../model/api-request.ts';
import { defined, isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { prepareCall } from '../tools/build-request.ts';
import { nextCursor } from '../tools/cursor.ts';
import { measure } from '../tools/measure.ts';
import { askForLess } from './ask-for-less.ts';

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
  const largest = listing.params.limit?.max;
  let all: Record<string, unknown> = { ...defined({ limit: largest }), ...values };
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const checked = { values: all, clear: [], ...defined({ cursor }) };
    const read = await askForLess(prepareCall(listing, checked), (request) => send(request, signal));
    // What was too much for one page is too much for the next.
    all = read.values;
    const { body } = read.response;
    const rows = itemsOf(body);
    if (rows === undefined) return { items, complete: false };
    const kept = members === undefined ? rows : rows.map((row) => only(row, members));
    items.push(...kept);
    const next = nextCursor(listing, body);
    if (next === undefined || next === cursor) return { items, complete: !saysMore(body) };
    cursor = next;
    left -= (await measure(kept)).characters;
    if (left < 0) return { items, complete: false };
  }
  return { items, complete: false };
}

function only(item: Record<string, unknown>, members: readonly string[]): Record<string, unknown> {
  return defined(Object.fromEntries(members.map((name) => [name, item[name]])));
}

function itemsOf(body: unknown): Record<string, unknown>[] | undefined {
  return isRecord(body) && Array.isArray(body.data) ? body.data.filter(isRecord) : undefined;
}

/** A list may say that more follows without a cursor to get it. */
function saysMore(body: unknown): boolean {
  return isRecord(body) && body.has_more === true;
}
