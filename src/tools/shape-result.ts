/** What a tool's result looks like to the model: items and cursor, a table, or one small object. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { PaginationStyle } from '../specs/vocabulary.ts';
import { showInvisible } from '../text/clean.ts';
import { shapeBuckets } from './shape-buckets.ts';
import { shapeValue } from './shape-value.ts';
import { withholdSecrets } from './withhold-secrets.ts';

const MORE = 'More pages follow: pass next_cursor back unchanged as cursor, with the same other arguments.';
const STUCK = 'The API says that more follows but gave no new cursor, so the rest cannot be listed this way.';
const PARTIAL = 'This is a part of the asked range: totals are for these buckets only.';
const LAST_PART =
  'This is the last part of the asked range: totals are for these buckets only, to be added to the pages before.';

/** What `shapeResult` needs to know besides the body. */
export type ShapeOptions = {
  cursor?: string;
  revealSecrets: boolean;
  /** What the caller should know about the call itself. */
  notes?: string[];
};

/** The result to print as JSON. */
export function shapeResult(tool: ToolSpec, body: unknown, options: ShapeOptions): Record<string, unknown> {
  const visible = options.revealSecrets ? body : withholdSecrets(body, tool.secrets?.paths ?? []);
  if (!isRecord(visible))
    return visible === null ? { done: true } : { result: shapeValue(visible, tool.response.cents) };
  const data = visible.data;
  // An object with an ID is one thing, even if it has a member called data.
  if (!Array.isArray(data) || 'id' in visible) {
    return shapeValue(visible, tool.response.cents) as Record<string, unknown>;
  }
  if (tool.method !== 'list' && tool.method !== 'query') {
    return {
      items: shapeValue(data, tool.response.cents),
      ...(visible.has_more === true && { has_more: true }),
    };
  }
  const next = nextCursor(tool, visible);
  const hasMore = visible.has_more === true || next !== undefined;
  const stuck = hasMore && tool.pagination !== undefined && (next === undefined || next === options.cursor);
  const paging = {
    has_more: hasMore,
    ...(hasMore && !stuck && tool.pagination && { next_cursor: next }),
  };
  const notes = [...(options.notes ?? [])];
  if (tool.pagination !== undefined && hasMore) notes.push(stuck ? STUCK : MORE);
  const isFirst = options.cursor === undefined;
  if (tool.response.buckets !== undefined) {
    const shaped = shapeBuckets(data, tool.response.buckets, tool.response.levels ?? []);
    if (hasMore) notes.unshift(PARTIAL);
    else if (!isFirst) notes.unshift(LAST_PART);
    if (shaped.left_out !== undefined) notes.push(shaped.left_out);
    if (shaped.totals.rows.length === 0 && tool.response.when_empty) notes.push(tool.response.when_empty);
    const { left_out: _, ...table } = shaped;
    return { complete: !hasMore && isFirst, ...paging, ...noted(notes), ...table };
  }
  if (data.length === 0 && tool.response.when_empty && isFirst) notes.push(tool.response.when_empty);
  return { items: shapeValue(data, tool.response.cents), ...paging, ...noted(notes) };
}

function noted(notes: string[]): { note?: string } {
  return notes.length === 0 ? {} : { note: notes.join(' ') };
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
  if (tool.pagination !== 'after_next' && body.has_more !== true) return undefined;
  const cursor = candidates[tool.pagination];
  return typeof cursor === 'string' && isPlainCursor(cursor) ? cursor : undefined;
}

/** Generous: the longest that OpenAI makes have a few hundred characters. */
const MAX_CURSOR_LENGTH = 4000;

/** A cursor goes to the model and back byte for byte, so one that would have to be cleaned is none. */
function isPlainCursor(cursor: string): boolean {
  return cursor !== '' && cursor.length <= MAX_CURSOR_LENGTH && showInvisible(cursor) === cursor;
}
