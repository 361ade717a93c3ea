/** What a tool's result looks like to the model: what it says of itself first, then items, a table, or one object. */
import { defined, isRecord } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import { isPlainCursor, MORE, nextCursor, STUCK } from './cursor.ts';
import { askedRange } from './end-periods.ts';
import { expectedAnswer } from './expected-answer.ts';
import { countThatFits } from './fit-budget.ts';
import { unwantedMembers, withoutMembers, withoutRepeats } from './leave-out.ts';
import { type Report, shapeReport } from './shape-report.ts';
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
  /** The checked arguments, by which reports are grouped. */
  values?: Record<string, unknown>;
  /** Milliseconds since 1970: what is younger than a day may still grow. */
  now: number;
};

/** Members of a list that say nothing besides what `has_more` and `next_cursor` say. */
const PAGING = ['data', 'object', 'has_more', 'first_id', 'last_id', 'next', 'next_page'];

/** The result to print as JSON. */
export function shapeResult(tool: ToolSpec, body: unknown, options: ShapeOptions): Record<string, unknown> {
  const visible = options.revealSecrets ? body : withholdSecrets(body, tool.secrets?.paths ?? []);
  const { buckets, when_empty, cents, repeats = {} } = tool.response;
  const unwanted = unwantedMembers(tool, options.values ?? {});
  const shape = (value: unknown) => shapeValue(value, cents, tool.maps);
  const shapeRow = (row: unknown) => shape(withoutMembers(withoutRepeats(row, repeats), unwanted));
  const notes = [...(options.notes ?? [])];
  if (!isRecord(visible)) {
    return { done: true, ...noted(notes), ...(visible !== null && { result: shape(visible) }) };
  }
  const { data, ...beside } = visible;
  // An object with an ID is one thing, even if it has a member called data, unless a list was to come.
  const isThing = 'id' in visible && !expectedAnswer(tool).needs.includes('data');
  if (!Array.isArray(data) || isThing) {
    const shown = shapeRow(visible) as Record<string, unknown>;
    if (Object.keys(shown).length === 0 && !isRead(tool)) return { done: true, ...noted(notes) };
    return { ...noted(notes), ...shown };
  }
  const rest = shape(
    Object.fromEntries(Object.entries(beside).filter(([name]) => !PAGING.includes(name))),
  ) as Record<string, unknown>;
  if (!isRead(tool)) {
    const more = visible.has_more === true && { has_more: true };
    return { ...more, ...noted(notes), ...rest, items: data.map(shapeRow) };
  }
  const rows = buckets === undefined ? data.map(shapeRow) : [];
  const cut = cutToFit(tool, data, rows);
  const next = cut.next ?? nextCursor(tool, visible);
  const hasMore = visible.has_more === true || next !== undefined;
  const stuck = hasMore && tool.pagination !== undefined && (next === undefined || next === options.cursor);
  const paging = {
    has_more: hasMore,
    ...(hasMore && !stuck && tool.pagination && { next_cursor: next }),
  };
  if (cut.next !== undefined) notes.push(cutNote(cut.count, rows.length));
  if (tool.pagination !== undefined && hasMore) notes.push(stuck ? STUCK : MORE);
  const isFirst = options.cursor === undefined;
  if (buckets === undefined) {
    if (data.length === 0 && when_empty && isFirst) notes.push(when_empty);
    const range = askedRange(tool, options.values ?? {}, options.now);
    return { ...paging, ...noted(notes), ...defined({ range }), ...rest, items: rows.slice(0, cut.count) };
  }
  const { warnings, ...report }: Report = shapeReport(data, buckets, tool, options);
  if (hasMore) notes.unshift(PARTIAL);
  else if (!isFirst) notes.unshift(LAST_PART);
  notes.push(...warnings.unread, ...warnings.other);
  if (report.totals.rows.length === 0 && when_empty && warnings.unread.length === 0) notes.push(when_empty);
  const complete = !hasMore && isFirst && warnings.unread.length === 0;
  const shown = withoutMembers(report, unwanted) as Record<string, unknown>;
  return { complete, ...paging, ...noted(notes), ...rest, ...shown };
}

/**
 * A list that goes on behind the ID of any row is cut where it gets too large, and goes on behind the last row shown.
 * Others stay whole.
 */
function cutToFit(
  { pagination }: ToolSpec,
  data: readonly unknown[],
  rows: readonly unknown[],
): { count: number; next?: string } {
  const goesOnAnywhere = pagination === 'after_last_id' || pagination === 'after_last_item';
  const count = goesOnAnywhere ? Math.max(countThatFits(rows), 1) : rows.length;
  const last = data[count - 1];
  const next = isRecord(last) ? last.id : undefined;
  if (count >= rows.length || !isPlainCursor(next)) return { count: rows.length };
  return { count, next };
}

function cutNote(shown: number, all: number): string {
  return `${shown} of the ${all} rows of this page are shown, since the answer would be too long.`;
}

function noted(notes: string[]): { note?: string } {
  return notes.length === 0 ? {} : { note: notes.join(' ') };
}
