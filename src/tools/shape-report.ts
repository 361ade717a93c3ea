/** What a report over time looks like to the model: totals first, then rows by bucket, as far as they fit. */
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { BEGINNING } from './answer-position.ts';
import { CHANGED } from './cut-notes.ts';
import { askedRange } from './end-periods.ts';
import { fits, roomBeside } from './fit-budget.ts';
import { fitReport } from './fit-report.ts';
import { fitBefore } from './fitted.ts';
import { unwantedMembers } from './leave-out.ts';
import { hasManyLeaves } from './leaves.ts';
import { beforePage, hasChanged, headOf, pagingOf, withinPage } from './paging.ts';
import { besideRows, type ListBody } from './shape-list.ts';
import type { FitOptions, Shaping } from './shape-options.ts';
import { sumBuckets } from './sum-buckets.ts';

const PARTIAL = 'This is a part of the asked range: totals are for these buckets only.';
const LAST_PART =
  'This is the last part of the asked range: totals are for these buckets only, to be added to the pages before.';
const DAY_MILLISECONDS = 86_400_000;
const MAY_GROW = 'The last day may still grow: figures arrive up to 24 hours late.';

export async function shapeReport(
  tool: ToolSpec,
  body: ListBody,
  shaping: Shaping,
  options: FitOptions,
): Promise<Record<string, unknown>> {
  const { asked, values, budget, now } = options;
  const { buckets = '', figures = [], levels = [], when_empty } = tool.response;
  const groupBy = Array.isArray(values.group_by) ? values.group_by : [];
  const sums = await sumBuckets(body.data, { rowsKey: buckets, figures, levels, groupBy });
  const { totals, byBucket, currency, unread } = sums;
  const range = sums.range ?? askedRange(tool, values, now);
  const paging = pagingOf(tool, body, asked);
  const isFirst = asked.cursor === undefined;
  const rowAt = (index: number) => totals.rows[index] ?? byBucket.rowAt(index - totals.rows.length);
  const notes = [
    ...(paging.hasMore ? [PARTIAL] : isFirst ? [] : [LAST_PART]),
    ...options.notes,
    ...unread,
    ...(range !== undefined && Date.parse(range.to) > now - DAY_MILLISECONDS ? [MAY_GROW] : []),
    ...(totals.rows.length === 0 && when_empty && unread.length === 0 ? [when_empty] : []),
    ...((await hasChanged(rowAt, asked)) ? [CHANGED] : []),
  ];
  const unshaped = {
    raw: { ...besideRows(body), ...(sums.beside.length > 0 && { buckets: sums.beside }) },
    shape: (raw: unknown) => shaping.beside(raw as Record<string, unknown>),
  };
  const isHuge = hasManyLeaves(unshaped.raw);
  const beside = isHuge ? {} : shaping.beside(unshaped.raw);
  const isLarge = isHuge || !fits(beside, budget.maxTokens / 2, budget);
  const said = { ...(isLarge ? {} : beside), ...defined({ range, currency }) };
  const room = roomBeside([notes, said, asked.cursor, paging.next], budget, options.divisor);
  const wantsBuckets = !unwantedMembers(tool, values).includes('by_bucket');
  const from = asked.position ?? BEGINNING;
  const length = totals.rows.length + (wantsBuckets ? byBucket.length : 0);
  const fitted = await fitBefore(isLarge ? unshaped : undefined, length, from, room, budget, () =>
    fitReport(sums, wantsBuckets, from, room, budget),
  );
  const goesOn = beforePage(paging, await withinPage(rowAt, fitted.next, asked));
  const head = headOf(goesOn, [...notes, ...fitted.notes]);
  return { complete: !paging.hasMore && isFirst && unread.length === 0, ...head, ...said, ...fitted.shown };
}
