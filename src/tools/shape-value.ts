/** Making the API's values smaller and safer to read: dates for seconds, no nulls, nothing invisible. */
import { isRecord } from '../model/record.ts';
import { boundedText } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import { exactNumber, shownNumber } from './exact-number.ts';
import { LongText } from './long-text.ts';

/** Fields that hold Unix seconds, besides every name that ends in `_at`. */
const TIME_FIELDS = new Set(['created', 'added', 'start_time', 'end_time', 'estimated_finish']);

/** Maps whose keys belong to the organization: a key named `sent_at` there is not the API's. */
export const USUAL_MAPS = ['metadata', 'attributes', 'attribute_matchers'];

/** Plausible Unix seconds: 1973 to 5138. Anything else under a time's name is left alone. */
const EARLIEST = 100_000_000;
const LATEST = 100_000_000_000;

/** The API's own limit for the names in a map is 64. */
const MAX_NAME_LENGTH = 200;

/**
 * Drops nulls and `object` discriminators, writes times as ISO 8601 UTC, shows invisible characters, cuts long
 * names.
 * @param cents names the amounts in cents and what each is called in dollars
 * @param maps names further members whose keys are the organization's own
 * @param longest a text of more UTF-16 units becomes a `LongText`
 */
export function shapeValue(
  value: unknown,
  cents: Record<string, string> = {},
  maps: readonly string[] = [],
  longest = Number.POSITIVE_INFINITY,
): unknown {
  if (typeof value === 'string') return shapeText(value, longest);
  if (Array.isArray(value)) return value.map((item) => shapeValue(item, cents, maps, longest));
  if (!isRecord(value)) return value;
  const shaped: Record<string, unknown> = {};
  let position = -1;
  for (const key of Object.keys(value)) {
    position += 1;
    const member = value[key];
    if (member === null || (key === 'object' && typeof member === 'string')) continue;
    const dollars = Object.hasOwn(cents, key) ? cents[key] : undefined;
    const amount = dollars === undefined ? undefined : exactNumber(member);
    if (dollars !== undefined && amount !== undefined) shaped[dollars] = shownNumber(amount.times('0.01'));
    else if (USUAL_MAPS.includes(key) || maps.includes(key))
      put(shaped, key, shapeMap(member, longest), position);
    else {
      const time = key.endsWith('_at') || TIME_FIELDS.has(key) ? unixSeconds(member) : undefined;
      put(
        shaped,
        key,
        time === undefined ? shapeValue(member, cents, maps, longest) : isoTime(time),
        position,
      );
    }
  }
  return shaped;
}

function shapeText(text: string, longest: number): string | LongText {
  return text.length > longest ? new LongText(text) : shownForm(text);
}

/** As it came but for what is invisible. */
function shapeMap(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return shapeText(value, longest);
  if (Array.isArray(value)) return value.map((item) => shapeMap(item, longest));
  if (!isRecord(value)) return value;
  const shaped: Record<string, unknown> = {};
  for (const [position, [name, member]] of Object.entries(value).entries()) {
    if (member !== null) put(shaped, name, shapeMap(member, longest), position);
  }
  return shaped;
}

/** Whether `shapeValue` cut this name, and another one may be the same. */
export const isCutName = (shown: string): boolean => shown.length > MAX_NAME_LENGTH;

/** Two names that are the same once they are cut stay two. @param position of the member, from 0 */
function put(shaped: Record<string, unknown>, name: string, value: unknown, position: number): void {
  const shown = boundedText(name, MAX_NAME_LENGTH);
  let unused = shown;
  for (let count = position + 1; Object.hasOwn(shaped, unused); count += 1) unused = `${shown} (${count})`;
  // Assigning would change the prototype.
  if (unused === '__proto__') Object.defineProperty(shaped, unused, { value, enumerable: true });
  else shaped[unused] = value;
}

/** ISO 8601 UTC to the second, of a year of four digits. Lists are full of times, and `toISOString` takes twice as long. */
export function isoTime(unixSeconds: number): string {
  const time = new Date(unixSeconds * 1000);
  const date = `${time.getUTCFullYear()}-${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`;
  return `${date}T${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}Z`;
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number));

/** Whether a number can be a point in time in Unix seconds. */
export function isUnixSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= EARLIEST && value < LATEST;
}

/** A point in time, whether it came as a number or as its digits. */
export function unixSeconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{9,11}$/.test(value) ? Number(value) : value;
  return isUnixSeconds(number) ? number : undefined;
}
