/** `report_costs`: what was spent in a period, on what and by whom, and what that is against the time before. */
import { ownCommand } from '../../model/own-command.ts';
import { defined } from '../../model/record.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { shownNumber } from '../../tools/exact-number.ts';
import { namelessRows } from '../beside-ids.ts';
import { refusedGroups } from '../fewer-groups.ts';
import { Money } from '../money.ts';
import { DAY_SECONDS, type Days, dateOf, type Period, periodBefore, readPeriod } from '../period.ts';
import type { Report } from '../report.ts';
import type { ReportReads } from '../report-reads.ts';
import { inSentences, whyUnread } from '../why-unread.ts';
import { type Before, costRows } from './cost-rows.ts';
import type { Dimension } from './dimension.ts';
import { isTime } from './dimension.ts';
import { modelOf } from './line-item.ts';
import { monthForecast, readHistory } from './month-forecast.ts';
import { type CostQuery, type Costs, readCosts } from './read-costs.ts';

const MOST_DIMENSIONS = 3;
/** Of models that had costs where those that were asked for had none. */
const MOST_NAMED = 10;
/** Of the rows; of days and weeks, which are read in order, all that a year has. */
const USUAL_TOP = 10;
const TOP_OF_TIMES = 366;

export const reportCosts: Report = async ({ values, reads, now }) => {
  const period = readPeriod(String(values.period ?? 'this_month'), now);
  const by = readBy(values.by);
  const query = {
    by,
    ...defined({
      projects: values.projects as string[] | undefined,
      models: values.models as string[] | undefined,
    }),
  };
  const earlier = values.compare === true ? periodBefore(period) : undefined;
  const isForecast = values.forecast === true;
  if (isForecast && !(period.toNow && period.month)) {
    throw new ArgumentError(['forecast: pass it with period this_month, or leave it out.']);
  }
  const [costs, earlierCosts, history] = await Promise.all([
    readCosts({ ...query, ...period, withToday: period.toNow }, reads),
    earlier && readEarlier({ ...query, ...earlier, withToday: false }, reads),
    isForecast ? readHistory(query, period, reads) : undefined,
  ]);
  const before = typeof earlierCosts === 'object' ? earlierCosts : undefined;
  const all = new Money();
  let nameless = 0;
  for (const { sums, today } of [costs, ...(before ? [before] : [])]) {
    all.addAll(sums.total);
    all.addAll(today.total);
    nameless += sums.nameless + today.nameless;
  }
  const { currencies } = all;
  const top = typeof values.top === 'number' ? values.top : by.every(isTime) ? TOP_OF_TIMES : USUAL_TOP;
  const isSame = before === undefined || before.by.join() === costs.by.join();
  const table = await costRows(
    costs.sums,
    isSame && before ? comparedSums(costs, before) : undefined,
    { by: costs.by, top, currencies },
    reads,
  );
  const forecast = history === undefined ? undefined : monthForecast(costs, history, period.end);
  const why = [...whyPartial(costs, earlierCosts, by), ...(forecast?.gaps ?? [])];
  const shown = (money: Money) => money.shown(currencies);
  const isComplete = costs.gaps.length === 0;
  return {
    period: { ...datesOf(period), ...(period.toNow && { today_so_far: todayOf(costs, period, currencies) }) },
    ...(earlier && { compared_with: datesOf(earlier) }),
    ...(currencies.length === 1 && { currency: currencies[0] }),
    [isComplete ? 'total' : 'total_at_least']: shown(costs.sums.total),
    ...(before && beforeAndMoved(costs, before, currencies)),
    columns: table.columns,
    rows: table.rows,
    rest: { rows: table.rest.rows, amount: shown(table.rest.money) },
    not_attributed: shown(table.notAttributed),
    ...(table.moved && { moved_most: table.moved }),
    ...(forecast && { forecast: forecast.shown }),
    complete: why.length === 0,
    ...(why.length > 0 && { why: inSentences(why) }),
    ...notesOf(
      costs,
      period,
      [...namelessRows(nameless), ...(forecast?.notes ?? []), ...table.unread.map(unreadNote)],
      now,
    ),
  };
};

function readBy(given: unknown): Dimension[] {
  const by = [...new Set(Array.isArray(given) && given.length > 0 ? (given as Dimension[]) : [])];
  if (by.length > MOST_DIMENSIONS) throw new ArgumentError([`by: pass at most ${MOST_DIMENSIONS}.`]);
  return by.length === 0 ? ['project'] : by;
}

const datesOf = ({ start, end }: Days) => ({ from: dateOf(start), to: dateOf(end) });

/** Null where OpenAI has nothing of today yet. */
function todayOf({ today }: Costs, { end }: Period, currencies: readonly string[]) {
  return today.byDay.has(end) && today.groups.size > 0 ? today.total.shown(currencies) : null;
}

/** What cannot be read of it takes nothing from the period itself. */
async function readEarlier(query: CostQuery, reads: ReportReads): Promise<Costs | string> {
  try {
    return await readCosts(query, reads);
  } catch (error) {
    return whyUnread(error);
  }
}

function comparedSums(costs: Costs, { sums, gaps }: Costs): Before {
  const isWhole = gaps.length === 0;
  return { sums, isWhole, isComparable: isWhole && costs.gaps.length === 0 };
}

/** Between totals that are not whole no difference is told. */
function beforeAndMoved(costs: Costs, before: Costs, currencies: readonly string[]) {
  const { sums, isWhole, isComparable } = comparedSums(costs, before);
  return {
    [isWhole ? 'before' : 'before_at_least']: sums.total.shown(currencies),
    ...(isComparable && { moved: movedBy(costs, before, currencies) }),
  };
}

function movedBy(costs: Costs, before: Costs, currencies: readonly string[]) {
  const differences = currencies.map(
    (currency) =>
      [currency, shownNumber(costs.sums.total.in(currency).minus(before.sums.total.in(currency)))] as const,
  );
  const [only, another] = differences;
  return another === undefined ? (only?.[1] ?? 0) : Object.fromEntries(differences);
}

function whyPartial(costs: Costs, before: Costs | string | undefined, asked: readonly Dimension[]): string[] {
  const dropped = asked.filter((dimension) => !costs.by.includes(dimension));
  const gapsBefore = typeof before === 'string' ? [before] : (before?.gaps ?? []);
  const isLess = typeof before === 'object' && before.by.join() !== costs.by.join();
  const isUneven = typeof before === 'object' && costs.gaps.length + before.gaps.length > 0;
  return [
    ...refusedGroups(dropped),
    ...costs.gaps,
    ...gapsBefore.map((gap) => `The time before: ${gap}`),
    ...(isUneven ? ['No difference is told between times that are not whole'] : []),
    ...(costs.isLate || (typeof before === 'object' && before.isLate)
      ? ['Ask for the days that are missing in another call']
      : []),
    ...(isLess ? ['The rows of the time before have other groups, so they are not compared'] : []),
  ];
}

const GRANTS = 'Grants and credits are not in the API, so an invoice may be lower.';

/** What to look at next where there is nothing. */
function whyNothing({ otherItems }: Costs): string {
  const models = [...new Set([...otherItems].map((item) => modelOf(item) ?? item))].sort();
  if (models.length === 0) {
    return `Nothing was spent here. A key sees its own organization only; ${ownCommand('auth status')} tells which that is.`;
  }
  const left = models.length - MOST_NAMED;
  const more = left > 0 ? ` and ${left} more` : '';
  return `Nothing was spent on these models, but on: ${models.slice(0, MOST_NAMED).join(', ')}${more}.`;
}

const unreadNote = (unread: string) => `Not read: ${unread}.`;

function notesOf(costs: Costs, { end, toNow, month }: Period, more: readonly string[], now: number) {
  const yesterday = end - DAY_SECONDS;
  const notes = [
    ...(now / 1000 - end < DAY_SECONDS ? [`${dateOf(yesterday)} may still grow.`] : []),
    ...(toNow && costs.today.groups.size === 0 && !costs.isTodayUnread
      ? ['OpenAI has no figures of today yet.']
      : []),
    ...(costs.sums.groups.size === 0 && costs.gaps.length === 0 ? [whyNothing(costs)] : []),
    ...(month && !toNow ? [GRANTS] : []),
    ...more,
  ];
  return notes.length > 0 ? { note: notes.join(' ') } : {};
}
