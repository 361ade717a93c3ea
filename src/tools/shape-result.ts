/** What a tool's result looks like to the model: items and cursor, a table, or one small object. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { MORE, nextCursor, STUCK } from './cursor.ts';
import { shapeBuckets } from './shape-buckets.ts';
import { shapeValue } from './shape-value.ts';
import { withholdSecrets } from './withhold-secrets.ts';

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
