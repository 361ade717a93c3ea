/** Reading the points in time that a model may write, into Unix seconds. */

/** What the description of a tool with times says about them. */
export const TIME_FORMATS = 'Times: ISO 8601, Unix seconds, today, month (its 1st), -7d.';

const DAY = 86_400;
const UNIT_SECONDS = { m: 60, h: 3600, d: DAY, w: 7 * DAY } as const;

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const RELATIVE = /^-(\d{1,5})([mhdw])$/;

/**
 * Unix seconds for an ISO 8601 date (midnight UTC) or date-time (UTC unless it has an offset), Unix seconds,
 * `now`, `today`, `yesterday`, `month`, or `-90m`, `-24h`, `-7d`, `-2w`; days and weeks go back from today's midnight UTC,
 * since that is where daily buckets begin. Undefined for anything else, impossible dates and times before 1970 included.
 */
export function readTimestamp(text: string, nowMilliseconds: number): number | undefined {
  const now = Math.floor(nowMilliseconds / 1000);
  const today = now - (now % DAY);
  const word = text.trim().toLowerCase();
  if (/^\d{1,11}$/.test(word)) return Number(word);
  if (word === 'now') return now;
  if (word === 'today') return today;
  if (word === 'yesterday') return today - DAY;
  if (word === 'month') {
    const date = new Date(nowMilliseconds);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
  }
  const relative = RELATIVE.exec(word);
  if (relative) {
    const unit = relative[2] as keyof typeof UNIT_SECONDS;
    const from = unit === 'd' || unit === 'w' ? today : now;
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
