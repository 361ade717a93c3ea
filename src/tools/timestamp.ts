/** Reading the points in time that a model may write, into Unix seconds. */

/** What the description of a tool with times says about them, and what days count back to. */
const FORMATS = 'Times: ISO 8601, yesterday, last_month, 2026-10, -7d';
export const TIMES_IN_MOMENTS = `${FORMATS} (24 h each).`;
export const TIMES_IN_DAYS = `${FORMATS} (whole UTC days).`;

const DAY = 86_400;
const UNIT_SECONDS = { m: 60, h: 3600, d: DAY, w: 7 * DAY } as const;

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const RELATIVE = /^-(\d{1,5})([mhdw])$/;

/** Unix seconds; `end` is not included, and absent where a single moment was named or the period is not over. */
export type Period = { start: number; end?: number };

/**
 * A period for `yesterday`, `last_month` or a month such as `2026-10`; a moment for an ISO 8601 date (midnight UTC)
 * or date-time (UTC unless it has an offset), Unix seconds, `now`, `today`, `month`, or `-90m`, `-24h`, `-7d`, `-2w`.
 * Undefined for anything else, impossible dates and times before 1970 included.
 * @param wholeDays days and weeks go back from today's midnight UTC, where daily buckets begin, and not from now
 */
export function readPeriod(text: string, nowMilliseconds: number, wholeDays: boolean): Period | undefined {
  const now = Math.floor(nowMilliseconds / 1000);
  const word = text.trim().toLowerCase();
  const month = monthOf(word, nowMilliseconds);
  if (month !== undefined) {
    const [year, index] = month;
    const [start, end] = [Date.UTC(year, index) / 1000, Date.UTC(year, index + 1) / 1000];
    return end <= now ? { start, end } : { start };
  }
  if (word === 'yesterday') {
    const today = now - (now % DAY);
    return { start: today - DAY, end: today };
  }
  const start = readMoment(text, nowMilliseconds, wholeDays);
  return start === undefined ? undefined : { start };
}

/** Year and month, counted from 0. */
function monthOf(word: string, nowMilliseconds: number): [number, number] | undefined {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(word) ?? [];
  if (year !== undefined && Number(year) >= 1970) return [Number(year), Number(month) - 1];
  const date = new Date(nowMilliseconds);
  const [thisYear, thisMonth] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (word === 'month') return [thisYear, thisMonth];
  return word === 'last_month' ? [thisYear, thisMonth - 1] : undefined;
}

function readMoment(text: string, nowMilliseconds: number, wholeDays: boolean): number | undefined {
  const now = Math.floor(nowMilliseconds / 1000);
  const today = now - (now % DAY);
  const word = text.trim().toLowerCase();
  if (/^\d{1,11}$/.test(word)) return Number(word);
  if (word === 'now') return now;
  if (word === 'today') return today;
  const relative = RELATIVE.exec(word);
  if (relative) {
    const unit = relative[2] as keyof typeof UNIT_SECONDS;
    const from = wholeDays && (unit === 'd' || unit === 'w') ? today : now;
    return Math.max(0, from - Number(relative[1]) * UNIT_SECONDS[unit]);
  }
  return ISO.test(text.trim()) ? readIso(text.trim()) : undefined;
}

function readIso(text: string): number | undefined {
  const [date = '', time = '00:00'] = text.split(/[T ]/);
  const day = new Date(`${date}T00:00:00Z`);
  // Date rolls 2026-02-30 over to March; comparing back finds it.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(time) ? time : `${time}Z`;
  const milliseconds = Date.parse(`${date}T${zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : Math.floor(milliseconds / 1000);
}
