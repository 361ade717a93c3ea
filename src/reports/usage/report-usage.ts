/** `report_usage`: what was used in a period, by whom and of what, and who still calls models that are about to go. */
import { defined } from '../../model/record.ts';
import { namelessRows } from '../beside-ids.ts';
import { refusedGroups } from '../fewer-groups.ts';
import { DAY_SECONDS, type Days, dateOf, type Period, readPeriod } from '../period.ts';
import type { Report } from '../report.ts';
import { inSentences } from '../why-unread.ts';
import type { Category, Measure } from './categories.ts';
import { readOthers } from './other-usage.ts';
import { readUsage, type Usage } from './read-usage.ts';
import { retiringModels } from './retiring.ts';
import { isTime, readUsageBy, type UsageDimension } from './usage-dimension.ts';
import { HOUR_SECONDS, type Width } from './usage-query.ts';
import { usageRows } from './usage-rows.ts';
import { type Figures, shownFigure } from './usage-sums.ts';

/** Of the rows; of days and hours, which are read in order, all of a month. */
const USUAL_TOP = 10;
const TOP_OF_TIMES = 31;

export const reportUsage: Report = async ({ values, reads, now }) => {
  const period = readPeriod(String(values.period ?? 'this_month'), now);
  const category = (values.category ?? 'completions') as Category;
  const by = readUsageBy(values.by, category);
  const within = defined({ projects: values.projects as string[] | undefined });
  const span = spanOf(period, by, now);
  const days = { start: period.start, end: period.end, width: DAY_SECONDS as Width, ...within };
  const [usage, others] = await Promise.all([
    readUsage({ ...span, ...within, category, by, withRunning: period.toNow }, reads),
    values.category === undefined && by.includes('model') ? readOthers(category, by, days, reads) : undefined,
  ]);
  const top = typeof values.top === 'number' ? values.top : by.every(isTime) ? TOP_OF_TIMES : USUAL_TOP;
  const [table, retiring] = await Promise.all([
    usageRows(usage, top, reads),
    usage.by.includes('model')
      ? retiringModels([usage, ...(others?.usages ?? [])], days, now, reads)
      : undefined,
  ]);
  const why = [
    ...refusedGroups(by.filter((dimension) => !usage.by.includes(dimension))),
    ...usage.gaps,
    ...(others?.gaps ?? []),
    ...(retiring?.gaps ?? []),
  ];
  const shown = (figures: Figures) => shownFigures(figures, table.measures);
  return {
    category,
    period: periodOf(period, span, usage, table.measures),
    [usage.gaps.length === 0 ? 'totals' : 'totals_at_least']: shown(usage.sums.total),
    columns: table.columns,
    rows: table.rows,
    rest: { rows: table.rest.rows, ...shown(table.rest.figures) },
    not_attributed: shown(table.notAttributed),
    ...(retiring && { retiring: retiring.shown }),
    ...(others && { other_categories: others.shown }),
    complete: why.length === 0,
    ...(why.length > 0 && { why: inSentences(why) }),
    ...notesOf(usage, span, now, [
      ...(retiring && span.end > period.end ? [wholeDays(period)] : []),
      ...[...table.unread, ...(retiring?.unread ?? [])].map((one) => `Not read: ${one}.`),
    ]),
  };
};

type Span = Days & { width: Width };

/** Hours go on until the one that is not over; days end with yesterday. */
function spanOf({ start, end, toNow }: Period, by: readonly UsageDimension[], now: number): Span {
  if (!by.includes('hour')) return { start, end, width: DAY_SECONDS };
  const hour = Math.floor(now / 1000 / HOUR_SECONDS) * HOUR_SECONDS;
  return { start, end: toNow ? hour : end, width: HOUR_SECONDS };
}

function shownFigures(figures: Figures, measures: readonly Measure[]): Record<string, unknown> {
  return Object.fromEntries(measures.map(({ shown }) => [shown, shownFigure(figures, shown)]));
}

/** What is not over yet stands apart; null where OpenAI has nothing of it yet. */
function periodOf(
  { toNow }: Period,
  { start, end, width }: Span,
  usage: Usage,
  measures: readonly Measure[],
) {
  const isDays = width === DAY_SECONDS;
  const { running } = usage;
  const soFar = running.groups.size > 0 ? shownFigures(running.total, measures) : null;
  return {
    from: dateOf(start),
    to: end % DAY_SECONDS === 0 ? dateOf(end) : timeOf(end),
    ...(toNow && { [isDays ? 'today_so_far' : 'hour_so_far']: soFar }),
  };
}

const timeOf = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`;

/** The rows go on with the hours of today, and these do not. */
const wholeDays = ({ end }: Days) => `retiring and other_categories are of whole days, until ${dateOf(end)}.`;

function notesOf(usage: Usage, { start, end, width }: Span, now: number, more: readonly string[]) {
  const { sums, running, by, gaps } = usage;
  const { levelsAt } = sums;
  const notes = [
    ...(by.includes('model') ? ['retires: null is unknown, not safe.'] : []),
    ...(levelsAt === undefined
      ? []
      : [`usage_bytes is what was stored on ${dateOf(levelsAt)}; days are not added up.`]),
    ...(start === end
      ? [
          width === DAY_SECONDS
            ? 'No whole day is over yet; by hour shows the hours of today.'
            : 'No whole hour is over yet.',
        ]
      : []),
    ...(now / 1000 - end < DAY_SECONDS ? ['The last day may still grow.'] : []),
    ...(sums.groups.size + running.groups.size === 0 && gaps.length === 0 ? ['Nothing was used.'] : []),
    ...namelessRows(sums.nameless + running.nameless),
    ...more,
  ];
  return notes.length > 0 ? { note: notes.join(' ') } : {};
}
