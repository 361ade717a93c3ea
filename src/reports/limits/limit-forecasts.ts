/** Whether spending passes its limit before the month ends: a forecast for each limit that is set. */
import type Big from 'big.js';
import { shownNumber } from '../../tools/exact-number.ts';
import type { CostSums } from '../costs/cost-sums.ts';
import { type Forecast, forecastMonth, HISTORY_DAYS } from '../costs/forecast.ts';
import { readCosts } from '../costs/read-costs.ts';
import { refusedGroups } from '../fewer-groups.ts';
import { DAY_SECONDS, dateOf, type Period } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';

/** What is forecast: all, or one project. In dollars; `limit` is null for none. */
export type Forecastable = {
  name: string;
  project: string | undefined;
  limit: Big | null;
  todaySoFar: Big;
};

export type LimitForecasts = { shown: Record<string, unknown>; gaps: string[] };

/** One request for all in all, and one for the projects. Nothing where there is too little spending to forecast from. */
export async function limitForecasts(
  what: readonly Forecastable[],
  month: Period,
  reads: ReportReads,
): Promise<LimitForecasts> {
  const projects = what.flatMap(({ project }) => project ?? []);
  const [ofAll, ofProjects] = await Promise.all([
    projects.length < what.length ? readHistory(undefined, month, reads) : undefined,
    projects.length > 0 ? readHistory(projects, month, reads) : undefined,
  ]);
  const gaps: string[] = [];
  const rows: unknown[][] = [];
  let method: string | undefined;
  for (const { name, project, limit, todaySoFar } of what) {
    const history = project === undefined ? ofAll : ofProjects;
    if (typeof history === 'string') gaps.push(`forecast of ${name}: ${history}`);
    if (typeof history !== 'object') continue;
    const daily = dailyOf(project, history);
    const forecast = forecastMonth({ daily, today: month.end, todaySoFar: todaySoFar.toNumber() });
    if (forecast === undefined) continue;
    const { month_end: end, low, high } = forecast;
    method = forecast.method;
    rows.push([name, limit && shownNumber(limit), end, low, high, passes(forecast, limit)]);
  }
  if (method === undefined) return { shown: {}, gaps };
  const columns = ['of', 'limit', 'month_end', 'low', 'high', 'passes_limit'];
  return { shown: { forecast: { columns, rows, method } }, gaps };
}

/** What each day cost until today, by project where some are given; a text says why it could not be read. */
async function readHistory(
  projects: readonly string[] | undefined,
  { start, end }: Period,
  reads: ReportReads,
): Promise<CostSums | string> {
  const query = {
    start: start - HISTORY_DAYS * DAY_SECONDS,
    end,
    by: projects ? (['project', 'day'] as const) : [],
    withToday: false,
    ...(projects && { projects }),
  };
  try {
    const { sums, by, gaps } = await readCosts(query, reads);
    const why = [...refusedGroups(query.by.filter((dimension) => !by.includes(dimension))), ...gaps];
    return why.length > 0 ? why.join('; ') : sums;
  } catch (error) {
    return whyUnread(error);
  }
}

function dailyOf(project: string | undefined, { byDay, groups }: CostSums): number[] {
  const days = [...byDay].sort(([day], [other]) => day - other);
  return days.map(([day, all]) => {
    const money = project === undefined ? all : groups.get(JSON.stringify([project, dateOf(day)]))?.money;
    return money?.in('usd').toNumber() ?? 0;
  });
}

function passes({ month_end: end, low, high }: Forecast, limit: Big | null): string | null {
  if (limit === null) return null;
  if (limit.lte(low)) return 'yes';
  if (limit.lte(end)) return 'likely';
  return limit.lte(high) ? 'possibly' : 'no';
}
