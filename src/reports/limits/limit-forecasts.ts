/** Whether spending passes its limit before the month ends: a forecast for each limit that is set. */
import type Big from 'big.js';
import { shownNumber } from '../../tools/exact-number.ts';
import { type Forecast, forecastMonth, HISTORY_DAYS } from '../costs/forecast.ts';
import { readCosts } from '../costs/read-costs.ts';
import { DAY_SECONDS, type Period } from '../period.ts';
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

/** One request each. Nothing where there is too little spending to forecast from. */
export async function limitForecasts(
  what: readonly Forecastable[],
  month: Period,
  reads: ReportReads,
): Promise<LimitForecasts> {
  const gaps: string[] = [];
  const rows: unknown[][] = [];
  let method: string | undefined;
  const read = await Promise.all(what.map((one) => forecastOf(one, month, reads)));
  for (const [at, forecast] of read.entries()) {
    const { name, limit } = what[at] as Forecastable;
    if (typeof forecast === 'string') gaps.push(`forecast of ${name}: ${forecast}`);
    if (typeof forecast !== 'object') continue;
    const { month_end: end, low, high } = forecast;
    method = forecast.method;
    rows.push([name, limit && shownNumber(limit), end, low, high, passes(forecast, limit)]);
  }
  if (method === undefined) return { shown: {}, gaps };
  const columns = ['of', 'limit', 'month_end', 'low', 'high', 'passes_limit'];
  return { shown: { forecast: { columns, rows, method } }, gaps };
}

/** Why there is none as a text; undefined where there is too little to go by. */
async function forecastOf(
  { project, todaySoFar }: Forecastable,
  { start, end }: Period,
  reads: ReportReads,
): Promise<Forecast | string | undefined> {
  const query = {
    start: start - HISTORY_DAYS * DAY_SECONDS,
    end,
    by: [],
    withToday: false,
    ...(project !== undefined && { projects: [project] }),
  };
  try {
    const { sums, gaps } = await readCosts(query, reads);
    if (gaps.length > 0) return gaps.join('; ');
    const daily = [...sums.byDay]
      .sort(([day], [other]) => day - other)
      .map(([, money]) => money.in('usd').toNumber());
    return forecastMonth({ daily, today: end, todaySoFar: todaySoFar.toNumber() });
  } catch (error) {
    return whyUnread(error);
  }
}

function passes({ month_end: end, low, high }: Forecast, limit: Big | null): string | null {
  if (limit === null) return null;
  if (limit.lte(low)) return 'yes';
  if (limit.lte(end)) return 'likely';
  return limit.lte(high) ? 'possibly' : 'no';
}
