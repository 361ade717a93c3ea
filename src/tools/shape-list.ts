/** What a list looks like to the model: paging, notes and what it says of itself first, then as many rows as fit. */
import { defined, isRecord } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import { BEGINNING, isWithinRow, type Position } from './answer-position.ts';
import { isPlainCursor } from './cursor.ts';
import { CHANGED, CUT_WRITE } from './cut-notes.ts';
import { askedRange } from './end-periods.ts';
import { fits, roomBeside } from './fit-budget.ts';
import { fitRows } from './fit-rows.ts';
import { fitBefore } from './fitted.ts';
import { hasManyLeaves } from './leaves.ts';
import { beforePage, hasChanged, headOf, noted, pagingOf, withinPage } from './paging.ts';
import type { FitOptions, Shaping } from './shape-options.ts';

export type ListBody = Record<string, unknown> & { data: unknown[] };

/** Members of a list that say nothing besides what `has_more` and `next_cursor` say. */
const PAGING = ['data', 'object', 'has_more', 'first_id', 'last_id', 'next', 'next_page'];

/** Members of an answer that are our own. */
const OURS = [
  'complete',
  'next_cursor',
  'note',
  'range',
  'items',
  'columns',
  'rows',
  'part',
  'totals',
  'rest',
  'by_bucket',
  'buckets',
  'currency',
  'list',
];

/** What a list says of itself besides its rows and where the next page is; under `list` what has a name of ours. */
export function besideRows(body: ListBody): Record<string, unknown> {
  const names = Object.keys(body).filter((name) => !PAGING.includes(name));
  if (names.length === 0) return {};
  const [ours, others] = [true, false].map((isOurs) =>
    Object.fromEntries(
      names.filter((name) => OURS.includes(name) === isOurs).map((name) => [name, body[name]]),
    ),
  );
  return { ...others, ...(Object.keys(ours ?? {}).length > 0 && { list: ours }) };
}

export async function shapeList(
  tool: ToolSpec,
  body: ListBody,
  shaping: Shaping,
  options: FitOptions,
): Promise<Record<string, unknown>> {
  const { asked, values, budget } = options;
  const from = asked.position ?? BEGINNING;
  const unshaped = {
    raw: besideRows(body),
    shape: (raw: unknown) => shaping.beside(raw as Record<string, unknown>),
  };
  const isHuge = hasManyLeaves(unshaped.raw);
  const beside = isHuge ? {} : shaping.beside(unshaped.raw);
  const isLarge = isHuge || !fits(beside, budget.maxTokens / 2, budget);
  const rowAt = (index: number) => body.data[index];
  const notes = [...options.notes];
  const { when_empty, rows: form } = tool.response;
  if (body.data.length === 0 && when_empty && asked.cursor === undefined) notes.push(when_empty);
  if (asked.position !== undefined && (await hasChanged(rowAt, asked))) notes.push(CHANGED);
  const range = isRead(tool) ? askedRange(tool, values, options.now) : undefined;
  const said = { ...defined({ range }), ...(isLarge ? {} : beside) };
  const paging = pagingOf(tool, body, asked);
  const room = roomBeside([notes, said, asked.cursor, paging.next], budget, options.divisor);
  const { length } = body.data;
  const {
    shown,
    next,
    notes: cut,
  } = await fitBefore(isLarge ? unshaped : undefined, length, from, room, budget, () =>
    fitRows(
      {
        length,
        at: (index) => shaping.chosen(body.data[index]),
        shape: shaping.shown,
        isSmall: options.isSmall,
      },
      from,
      room,
      budget,
      { rows: form, maps: tool.maps ?? [] },
    ),
  );
  if (!isRead(tool)) {
    const more = body.has_more === true && { has_more: true };
    return { ...more, ...noted([...notes, ...(next ? [CUT_WRITE] : [])]), ...said, ...shown };
  }
  const rest = (next && idBefore(tool, body, next, values)) ?? (await withinPage(rowAt, next, asked));
  return { ...headOf(beforePage(paging, rest), [...notes, ...cut]), ...said, ...shown };
}

/** Where the API goes on behind the ID of any row, that of the last row shown says it all. */
function idBefore(
  { pagination }: ToolSpec,
  { data: rows, last_id }: ListBody,
  next: Position,
  values: Record<string, unknown>,
): string | undefined {
  const isAnywhere = pagination === 'after_last_id' || pagination === 'after_last_item';
  // With `before`, the page ends where it was told to, and not behind a row.
  if (!isAnywhere || isWithinRow(next) || next.row >= rows.length || values.before !== undefined)
    return undefined;
  // Where cursors are no IDs of rows, as some APIs have them, a row's ID is none.
  const end = rows.at(-1);
  if (typeof last_id === 'string' && (!isRecord(end) || end.id !== last_id)) return undefined;
  const last = rows[next.row - 1];
  const id = isRecord(last) ? last.id : undefined;
  return isPlainCursor(id) ? id : undefined;
}
