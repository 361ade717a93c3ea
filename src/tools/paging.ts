/** The place of a page, and of a part of it, in the whole; what an answer says about it before anything else. */
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { type Asked, isWithinRow, ownCursor, type Position } from './answer-position.ts';
import { MORE, NO_MORE, nextCursor, STUCK } from './cursor.ts';
import { measure } from './measure.ts';

export type Paging = {
  hasMore: boolean;
  /** What is to be passed back for more. */
  next?: string;
  /** The API says that more follows, and gives no way to it. */
  isStuck: boolean;
};

/** As the API tells it. */
export function pagingOf(tool: ToolSpec, body: Record<string, unknown>, { cursor }: Asked): Paging {
  const next = nextCursor(tool, body);
  const hasMore = body.has_more === true || next !== undefined;
  const isStuck = hasMore && tool.pagination !== undefined && (next === undefined || next === cursor);
  return { hasMore, isStuck, ...(next !== undefined && !isStuck && { next }) };
}

/** The rest of the page comes before the page after it. */
export function beforePage(paging: Paging, next: string | undefined): Paging {
  return next === undefined ? paging : { hasMore: true, next, isStuck: false };
}

/** The cursor by which this page is read again and goes on at `next`. */
export async function withinPage(
  rowAt: (index: number) => unknown,
  next: Position | undefined,
  asked: Asked,
): Promise<string | undefined> {
  return next && ownCursor(next, await fingerprintBefore(rowAt, next), asked);
}

/** Whether what was shown last is not what stands there now. */
export async function hasChanged(
  rowAt: (index: number) => unknown,
  { position, before }: Asked,
): Promise<boolean> {
  return position !== undefined && before !== (await fingerprintBefore(rowAt, position));
}

async function fingerprintBefore(rowAt: (index: number) => unknown, position: Position): Promise<string> {
  const row = rowAt(isWithinRow(position) ? position.row : position.row - 1);
  return (await measure(row ?? null)).fingerprint;
}

/** A client that cuts the end of an answer loses rows and not the truth. */
export function headOf(
  { hasMore, next, isStuck }: Paging,
  notes: readonly string[],
): Record<string, unknown> {
  const paging = next !== undefined ? MORE : isStuck ? STUCK : NO_MORE;
  const all = [...notes, ...(hasMore ? [paging] : [])];
  return { has_more: hasMore, ...defined({ next_cursor: next }), ...noted(all) };
}

export function noted(notes: readonly string[]): { note?: string } {
  return notes.length === 0 ? {} : { note: notes.join(' ') };
}
