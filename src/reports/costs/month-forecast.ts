/** The forecast of a cost report: the costs of the months before, and why there is none where they do not suffice. */
import { DAY_SECONDS, type Period } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';
import { type Forecast, forecastMonth, HISTORY_DAYS, LEAST_DAYS } from './forecast.ts';
import { type CostQuery, type Costs, readCosts } from './read-costs.ts';

/** The costs before the month, or why they cannot be read. */
export type History = Costs | string;

/** `shown` is null where there is no forecast; one for each currency where there are several. */
export type MonthForecast = {
  shown: Forecast | Record<string, Forecast | null> | null;
  gaps: string[];
  notes: string[];
};

const TOO_EARLY = `No forecast: it takes ${LEAST_DAYS} whole days of the month, with spending.`;

/** One request more. Never rejects for what cannot be read. */
export async function readHistory(
  { projects, models }: Pick<CostQuery, 'projects' | 'models'>,
  { start }: Period,
  reads: ReportReads,
): Promise<History> {
  const days = { start: start - HISTORY_DAYS * DAY_SECONDS, end: start };
  const query = {
    ...days,
    by: [],
    withToday: false,
    ...(projects && { projects }),
    ...(models && { models }),
  };
  try {
    return await readCosts(query, reads);
  } catch (error) {
    return whyUnread(error);
  }
}

/** @param today where the month's whole days end */
export function monthForecast(costs: Costs, history: History, today: number): MonthForecast {
  const none = (gap: string) => ({ shown: null, gaps: [`No forecast: ${gap}`], notes: [] });
  if (typeof history === 'string') return none(`the costs before this month: ${history}`);
  if (history.gaps.length > 0) return none(`the costs before this month: ${history.gaps.join('; ')}`);
  if (costs.gaps.length > 0) return none('the costs of this month are not whole');
  const currencies = [...new Set([...history.sums.total.currencies, ...costs.sums.total.currencies])].sort();
  const forecasts = currencies.map((currency) => {
    const daily = [...history.sums.byDay, ...costs.sums.byDay]
      .sort(([day], [other]) => day - other)
      .map(([, money]) => money.in(currency).toNumber());
    const todaySoFar = costs.today.total.in(currency).toNumber();
    return [currency, forecastMonth({ daily, today, todaySoFar }) ?? null] as const;
  });
  const [only, another] = forecasts;
  const shown = another === undefined ? (only?.[1] ?? null) : Object.fromEntries(forecasts);
  return { shown, gaps: [], notes: forecasts.some(([, forecast]) => forecast) ? [] : [TOO_EARLY] };
}
