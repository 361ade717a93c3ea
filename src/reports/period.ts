/** The periods that a report can be about: whole UTC days, and the period before to compare with. */
import { quote } from '../text/clean.ts';
import { ArgumentError } from '../tools/argument-error.ts';

export const DAY_SECONDS = 86_400;

/** Unix seconds at midnight UTC; the end is not included. */
export type Days = { start: number; end: number };

/** `toNow`: it goes on today, which is no whole day yet and is told apart. `month`: it is one, or the beginning of one. */
export type Period = Days & { toNow: boolean; month: boolean };

const LONGEST_DAYS = 366;

/**
 * Reads `this_month`, `last_month`, `today`, `yesterday`, `last_28_days` with any number of days, a month such as
 * `2026-10`, a day, or `start/end` with the end excluded. Days to come are left out.
 * @throws ArgumentError with what can be written instead
 */
export function readPeriod(text: string, now: number): Period {
  const today = midnight(Math.floor(now / 1000));
  const given = daysOf(text.trim().toLowerCase().replace(/\s+/g, '_'), today);
  if (given === undefined) throw new ArgumentError([`period: ${quote(text)} is no period. ${FORMS}`]);
  const { start, end } = given;
  if (start > today) throw new ArgumentError([`period: ${quote(text)} has not begun. ${FORMS}`]);
  if (end <= start) throw new ArgumentError([`period: ${quote(text)} ends before it begins.`]);
  if ((end - start) / DAY_SECONDS > LONGEST_DAYS) {
    throw new ArgumentError([`period: ${quote(text)} is longer than ${LONGEST_DAYS} days.`]);
  }
  return {
    start,
    end: Math.min(end, today),
    toNow: end > today,
    month: isFirst(start) && end === nextMonth(start),
  };
}

const FORMS =
  'Write this_month, last_month, last_28_days, a month such as 2026-10, or start/end such as 2026-10-01/2026-10-15 (end excluded).';

/** The days of the same number before it; of a month, or of a month so far, the same days of the month before. */
export function periodBefore({ start, end, toNow, month }: Period): Days {
  if (!month) return { start: start - (end - start), end: start };
  const before = midnight(Date.UTC(yearOf(start), monthOf(start) - 1, 1) / 1000);
  return { start: before, end: toNow ? Math.min(before + (end - start), start) : start };
}

/** Without its time: `2026-10-01`. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** The first second of the month after the one that holds it. */
function nextMonth(seconds: number): number {
  return Date.UTC(yearOf(seconds), monthOf(seconds) + 1, 1) / 1000;
}

function daysOf(word: string, today: number): Days | undefined {
  const tomorrow = today + DAY_SECONDS;
  if (word === 'today') return { start: today, end: tomorrow };
  if (word === 'yesterday') return { start: today - DAY_SECONDS, end: today };
  if (word === 'this_month') return monthAt(yearOf(today), monthOf(today));
  if (word === 'last_month') return monthAt(yearOf(today), monthOf(today) - 1);
  const [, count] = /^last_(\d{1,3})_days$/.exec(word) ?? [];
  if (count !== undefined) return { start: today - Number(count) * DAY_SECONDS, end: today };
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(word) ?? [];
  if (year !== undefined) return monthAt(Number(year), Number(month) - 1);
  const [first = '', last, ...more] = word.split('/');
  const start = dayNamed(first);
  if (start === undefined || more.length > 0) return undefined;
  if (last === undefined) return { start, end: start + DAY_SECONDS };
  const end = last === 'now' ? tomorrow : dayNamed(last);
  return end === undefined ? undefined : { start, end };
}

function monthAt(year: number, month: number): Days {
  return { start: Date.UTC(year, month, 1) / 1000, end: Date.UTC(year, month + 1, 1) / 1000 };
}

function dayNamed(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  // Date rolls 2026-02-30 over to March; comparing back finds it.
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isDay ? day.getTime() / 1000 : undefined;
}

const midnight = (seconds: number) => seconds - (seconds % DAY_SECONDS);
const yearOf = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();
const monthOf = (seconds: number) => new Date(seconds * 1000).getUTCMonth();
const isFirst = (seconds: number) => new Date(seconds * 1000).getUTCDate() === 1;
