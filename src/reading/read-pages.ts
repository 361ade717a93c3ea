/** A listing page after page, each handed on before the next one is asked for. */
import type { Send } from '../model/api-request.ts';
import { defined, isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { prepareCall } from '../tools/build-request.ts';
import { nextCursor } from '../tools/cursor.ts';
import { askForLess } from './ask-for-less.ts';

/** `more`: further pages follow, or are said to follow and cannot be had. `isList` is false for an answer that is none. */
export type Page = { rows: Record<string, unknown>[]; more: boolean; isList: boolean };

/** Pages of the largest size, or of `values.limit`, until the last one. Rejects with what `send` throws. */
export async function* readPages(
  listing: ToolSpec,
  values: Record<string, unknown>,
  send: Send,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let all: Record<string, unknown> = { ...defined({ limit: listing.params.limit?.max }), ...values };
  let cursor: string | undefined;
  for (;;) {
    const checked = { values: all, clear: [], ...defined({ cursor }) };
    const read = await askForLess(prepareCall(listing, checked), (request) => send(request, signal));
    // What was too much for one page is too much for the next.
    all = read.values;
    const { body } = read.response;
    if (!isRecord(body) || !Array.isArray(body.data)) {
      yield { rows: [], more: false, isList: false };
      return;
    }
    const rows = body.data.filter(isRecord);
    const next = nextCursor(listing, body);
    const isLast = next === undefined || next === cursor;
    // A list may say that more follows without a cursor to get it.
    yield { rows, more: isLast ? body.has_more === true : true, isList: true };
    if (isLast) return;
    cursor = next;
  }
}
