/** The cursor of lists: what models read about it, how it is checked and sent, and where an answer has the next one. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { PaginationStyle } from '../specs/methods-and-risks.ts';
import { shownForm } from '../text/shown-form.ts';
import { HALF_CHARACTER } from './check-scalar.ts';

/** In the instructions, for the whole server. */
export const PAGES = 'Lists come in pages: pass next_cursor back unchanged as cursor.';
/** In the description of a tool that pages; the argument itself has none. */
export const PAGING = 'While has_more is true, pass next_cursor back unchanged as cursor; never invent one.';
/** In a result with more to come, and in one that cannot go on. */
export const MORE = 'More follows: pass next_cursor back unchanged as cursor, with the same other arguments.';
export const STUCK =
  'The API says that more follows but gave no new cursor, so the rest cannot be listed this way.';
/** In a result of which the API shows no more, whatever is asked. */
export const NO_MORE = 'The API says that there is more and gives no way to it: ask more narrowly.';
/** In a refusal. */
export const NO_CURSOR = 'cursor: pass next_cursor of the previous result, or leave it out.';

/** The query parameter that carries each style's cursor. */
export const CURSOR_PARAMETER: Record<PaginationStyle, string> = {
  after_last_id: 'after',
  after_last_item: 'after',
  after_next: 'after',
  page: 'page',
};

/** Whether a given value can be a cursor at all. */
export function isCursor(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !HALF_CHARACTER.test(value);
}

/** The cursor of the page after this one, or undefined when this is the last. */
export function nextCursor(tool: ToolSpec, body: unknown): string | undefined {
  if (!isRecord(body) || tool.pagination === undefined) return undefined;
  const last = Array.isArray(body.data) ? body.data.at(-1) : undefined;
  const lastId = isRecord(last) ? last.id : undefined;
  const candidates: Record<PaginationStyle, unknown> = {
    after_last_id: body.last_id ?? lastId,
    after_last_item: lastId,
    after_next: body.next,
    page: body.next_page,
  };
  // Two styles have a cursor of their own only where more follows.
  const saysNothing = (body.has_more ?? undefined) === undefined && tool.pagination === 'page';
  if (tool.pagination !== 'after_next' && body.has_more !== true && !saysNothing) return undefined;
  const cursor = candidates[tool.pagination];
  return isPlainCursor(cursor) ? cursor : undefined;
}

/** Generous: the longest that OpenAI makes have a few hundred characters. */
const MAX_CURSOR_LENGTH = 4000;

/** A cursor goes to the model and back byte for byte, so one that would have to be cleaned is none. */
export function isPlainCursor(cursor: unknown): cursor is string {
  return (
    typeof cursor === 'string' &&
    cursor !== '' &&
    cursor.length <= MAX_CURSOR_LENGTH &&
    shownForm(cursor) === cursor
  );
}
