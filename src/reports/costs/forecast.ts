/** What a month will have cost when it is over: an estimate from its days so far and the months before. */
import { DAY_SECONDS } from '../period.ts';

/** In the currency's main unit, to cents. */
export type Forecast = { month_end: number; low: number; high: number; method: string };

export type Spending = {
  /** What each whole day cost, from some day in the past to yesterday; none left out. */
  daily: readonly number[];
  /** Unix seconds at midnight. */
  today: number;
  todaySoFar: number;
};

/** Days before the month that tell what recurs: three months, and a month more to judge the first of them by. */
export const HISTORY_DAYS = 120;
/** Fewer days say too little of a month. */
export const LEAST_DAYS = 7;

const METHOD =
  'Estimate: spent, and each day left by its weekday at the level of the last four weeks (newest most, single peaks cut, monthly peaks kept).';
const FROM_ERRORS = 'Range: twice its own error in these weeks; over 80% right in back-tests.';
const FROM_NOTHING = 'Range: half of what is left, since there are too few days before.';

/** Undefined under seven whole days of the month, or of spending at all. */
export function forecastMonth({ daily, today, todaySoFar }: Spending): Forecast | undefined {
  const date = new Date(today * 1000);
  const whole = date.getUTCDate() - 1;
  const left = daysInMonth(date.getUTCFullYear(), date.getUTCMonth()) - whole;
  const history = sinceFirstSpending(daily);
  if (whole < LEAST_DAYS || history.length < LEAST_DAYS) return undefined;
  const spent = sum(daily.slice(-whole));
  const [first = 0, ...later] = daysAhead(history, today, left);
  const rest = Math.max(first, todaySoFar) + sum(later);
  const error = usualError(history, today, left);
  const width = error === undefined ? rest * WITHOUT_ERRORS : Math.max(RANGE * error, rest * NARROWEST);
  return {
    month_end: toCents(spent + rest),
    low: toCents(spent + Math.max(todaySoFar, rest - width)),
    high: toCents(spent + rest + width),
    method: `${METHOD} ${error === undefined ? FROM_NOTHING : FROM_ERRORS}`,
  };
}

/** A day counts up to so many times what is usual on its weekday around it. */
const PEAK = 2.5;
/** What a week weighs against the one after it. */
const WEEK_WEIGHT = 0.7;
const LEVEL_WEEKS = 4;
const WEEKDAY_DAYS = 56;
/** A peak that recurs was at least so high in each month, of up to three. */
const RECURRING = 1.5;
const MONTHS_BACK = 3;

/** Of the root mean square of its own errors. */
const RANGE = 2;
/** Of what is to come: errors of quiet weeks promise too much. */
const NARROWEST = 0.03;
const WITHOUT_ERRORS = 0.5;
/** Of the last four weeks, every third day as the day of a forecast. */
const CHECKED_DAYS = 28;
const CHECKED_STEP = 3;
const LEAST_CHECKS = 4;
const LEAST_LEARNT_DAYS = 14;

/** What the days from `today` on will cost, after those of `history`. */
function daysAhead(history: readonly number[], today: number, count: number): number[] {
  const begin = Math.max(0, history.length - WEEKDAY_DAYS);
  const usual = history.slice(begin).map((value, index) => {
    const middle = usualAt(history, begin + index);
    return middle > 0 ? Math.min(value, PEAK * middle) : value;
  });
  const level = recentLevel(usual);
  const shares = weekdayShares(usual);
  return Array.from({ length: count }, (_, ahead) => {
    const expected = Math.max(0, level * (shares[ahead % 7] ?? 1));
    return expected * recurringPeak(history, today, today + ahead * DAY_SECONDS);
  });
}

/** The middle of what the same weekday cost in the four weeks before and after. */
function usualAt(history: readonly number[], index: number): number {
  const same: number[] = [];
  for (let at = index - 28; at <= index + 28; at += 7) {
    const value = history[at];
    if (value !== undefined) same.push(value);
  }
  same.sort((one, other) => one - other);
  const middle = same.length / 2;
  return ((same[Math.floor(middle)] ?? 0) + (same[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** Of a day, over whole weeks, so that no weekday counts more than another. */
function recentLevel(usual: readonly number[]): number {
  let weights = 0;
  let weighted = 0;
  for (let week = 0; week < LEVEL_WEEKS && (week + 1) * 7 <= usual.length; week += 1) {
    const end = usual.length - week * 7;
    const weight = WEEK_WEIGHT ** week;
    weights += weight;
    weighted += weight * mean(usual.slice(end - 7, end));
  }
  return weighted / weights;
}

/** Of each of the next seven days, against the mean of all. */
function weekdayShares(usual: readonly number[]): number[] {
  const weeks = usual.slice(usual.length % 7);
  const all = mean(weeks);
  return Array.from({ length: 7 }, (_, ahead) => {
    const same = weeks.filter((_, index) => index % 7 === ahead);
    return all > 0 ? mean(same) / all : 1;
  });
}

/** How many times the usual this day of the month was in each of the months before, at least; 1 where it was no peak. */
function recurringPeak(history: readonly number[], today: number, day: number): number {
  const date = new Date(day * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const peaks: number[] = [];
  for (let back = 1; back <= MONTHS_BACK; back += 1) {
    const same = Math.min(date.getUTCDate(), daysInMonth(year, month - back));
    const index = history.length - (today - Date.UTC(year, month - back, same) / 1000) / DAY_SECONDS;
    const value = history[index];
    const usual = value === undefined ? 0 : usualAt(history, index);
    if (value !== undefined && usual > 0) peaks.push(value / usual);
  }
  const least = Math.min(...peaks);
  return peaks.length > 1 && least > RECURRING ? least : 1;
}

/** Of forecasts for as many days, made on days of the last four weeks for which all is known by now. */
function usualError(history: readonly number[], today: number, count: number): number | undefined {
  const squares: number[] = [];
  for (let back = 0; back < CHECKED_DAYS; back += CHECKED_STEP) {
    const end = history.length - count - back;
    if (end < LEAST_LEARNT_DAYS) break;
    const expected = sum(
      daysAhead(history.slice(0, end), today - (history.length - end) * DAY_SECONDS, count),
    );
    squares.push((sum(history.slice(end, end + count)) - expected) ** 2);
  }
  return squares.length < LEAST_CHECKS ? undefined : Math.sqrt(mean(squares));
}

/** Days before an organization spent anything say nothing of it. */
function sinceFirstSpending(daily: readonly number[]): readonly number[] {
  const first = daily.findIndex((value) => value !== 0);
  return first === -1 ? [] : daily.slice(first);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const toCents = (value: number) => Math.round(value * 100) / 100;
const daysInMonth = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
