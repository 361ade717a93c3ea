/** Checking one string, number or time against its spec. */
import Big from 'big.js';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';
import { quote } from '../text/clean.ts';
import { nearestFew } from '../text/nearest.ts';
import { textBehind, whatIsLeftOut } from '../text/shown-form.ts';
import { canBeGivenForPath, cannotBeId } from './path-values.ts';
import { readPeriod } from './timestamp.ts';

/** Notes the problem and stands for "no value". */
export type Refuse = (message: string) => undefined;

/** One half of a surrogate pair, as a cut through an emoji leaves it: it cannot be encoded. */
export const HALF_CHARACTER = /\p{Surrogate}/u;

export function checkString(spec: ValueSpec | ParamSpec, given: unknown, refuse: Refuse): string | undefined {
  if (typeof given === 'number' && spec.enum === undefined) return checkString(spec, String(given), refuse);
  if (typeof given !== 'string') return refuse('pass a string.');
  const text = readShown(given, refuse);
  return text === undefined ? undefined : checkText(spec, text, refuse);
}

/** What was shown may come back as an argument: the text behind it is what the API has to get. */
export function readShown(given: string, refuse: Refuse): string | undefined {
  const mark = whatIsLeftOut(given);
  if (mark !== undefined) {
    return refuse(
      `${mark} stands for text that was not shown, and would be sent in its place. Pass the whole text, or leave this argument out. If just these words are meant, write \\u{5b} for the bracket before them.`,
    );
  }
  const text = textBehind(given);
  return HALF_CHARACTER.test(text) ? refuse(`${quote(text)} holds half a character; write it again.`) : text;
}

function checkText(spec: ValueSpec | ParamSpec, given: string, refuse: Refuse): string | undefined {
  if (isBlank(given) && holdsId(spec)) {
    const way = spec.required ? 'pass an ID' : 'pass an ID or leave it out';
    return refuse(`is empty; ${way}.${originOf(spec)}`);
  }
  if (spec.enum && !spec.enum.includes(given)) {
    if (spec.pinned)
      return refuse(`${quote(given)} is outside ${spec.pinned}; pass ${spec.enum.join(' or ')}.`);
    const close = nearestFew(given, spec.enum, spec.enum.length > 8 ? 5 : 8);
    const lead = spec.enum.length > close.length ? 'nearest' : 'allowed';
    return refuse(`${quote(given)} is not one of its values; ${lead}: ${close.join(', ')}.`);
  }
  if ('in' in spec && spec.in === 'path' && !canBeGivenForPath(given, spec)) {
    return refuse(cannotBeId(given, spec));
  }
  if (spec.min !== undefined && given.length < spec.min) return refuse(tooFew(spec, 'characters'));
  if (spec.max !== undefined && given.length > spec.max) return refuse(tooMany(spec, 'characters'));
  return given;
}

/** An empty text, or one of blanks alone. */
export function isBlank(given: unknown): boolean {
  return typeof given === 'string' && given.trim() === '';
}

function holdsId(spec: ValueSpec | ParamSpec): boolean {
  if (spec.enum !== undefined && !spec.pinned) return false;
  const place = 'in' in spec ? spec.in : undefined;
  const isPlace = place === 'path' || place === 'credential';
  return isPlace || spec.id_prefix !== undefined || spec.from_tool !== undefined;
}

function originOf({ from_tool }: ValueSpec): string {
  return from_tool === undefined ? '' : ` Take it from ${from_tool}.`;
}

export function checkNumber(spec: ValueSpec, given: unknown, refuse: Refuse): number | undefined {
  const written = typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given.trim());
  const value = written ? Number(given) : given;
  const kind = spec.type === 'integer' ? 'a whole number' : 'a number';
  if (typeof value !== 'number' || !Number.isFinite(value)) return refuse(`pass ${kind}.`);
  if (spec.type === 'integer' && !Number.isSafeInteger(value)) return refuse(`pass ${kind}.`);
  const { min, max } = spec;
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    return refuse(`${value} is out of range; pass ${kind} ${rangeOf(min, max)}.`);
  }
  return value;
}

/** Whole cents for an amount in dollars; fractions of a cent are refused, since rounding would change the limit. */
export function checkDollars(spec: ValueSpec, given: unknown, refuse: Refuse): number | undefined {
  const dollars = checkNumber({ ...spec, type: 'number' }, given, refuse);
  if (dollars === undefined) return undefined;
  const cents = new Big(dollars).times(100);
  return cents.eq(cents.round()) ? cents.toNumber() : refuse('pass dollars with at most two decimals.');
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `up to ${max}`;
  return max === undefined ? `from ${min}` : `from ${min} to ${max}`;
}

export function checkTime(
  given: unknown,
  { nowMilliseconds, wholeDays = false }: { nowMilliseconds: number; wholeDays?: boolean },
  refuse: Refuse,
): number | undefined {
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 0) {
    if (given < 100_000_000_000) return given;
    return refuse(`${given} looks like milliseconds; pass Unix seconds or a date.`);
  }
  const period = typeof given === 'string' ? readPeriod(given, nowMilliseconds, wholeDays) : undefined;
  if (period !== undefined) return period.start;
  const written = typeof given === 'string' ? given : JSON.stringify(given);
  return refuse(
    `${quote(written)} is not a time; pass e.g. 2026-11-01, 2026-11-01T09:30:00Z, 2026-10, today, yesterday, last_month or -7d.`,
  );
}

export function tooFew(spec: ValueSpec, what: string): string {
  return `has too few ${what}; at least ${spec.min}.`;
}

export function tooMany(spec: Pick<ValueSpec, 'max'>, what: string): string {
  return `has too many ${what}; at most ${spec.max}.`;
}
