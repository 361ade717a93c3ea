/** The building blocks of query rules; each reads the strings of a query string into a typed value. */
import * as z from 'zod';
import { RepeatedName } from './decode-query.ts';

/** Up to 15 digits, which a double holds exactly; anything else stays a string and is refused as such. */
function readInteger(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function readBoolean(value: unknown): unknown {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}

function readBareList(value: unknown): unknown {
  if (typeof value === 'string') return [value];
  return value instanceof RepeatedName ? value.values : value;
}

function readNull(value: unknown): unknown {
  return value === '' ? undefined : value;
}

export const ascOrDesc = z.enum(['asc', 'desc']);
export const optionalText = z.string().optional();
export const optionalBoolean = z.preprocess(readBoolean, z.boolean()).optional();
export const requiredInteger = z.preprocess(readInteger, z.int());
export const optionalInteger = requiredInteger.optional();

/** `limit` of a list: 1 to 100, 20 when left out. */
const listLimit = z.preprocess(readInteger, z.int().min(1).max(100)).default(20);

/** A `limit` with another range. */
export function limitUpTo(maximum: number, fallback: number) {
  return z.preprocess(readInteger, z.int().min(1).max(maximum)).default(fallback);
}

/** A `limit` that may be 0. */
export function limitFromZero(maximum: number, fallback: number) {
  return z.preprocess(readInteger, z.int().min(0).max(maximum)).default(fallback);
}

/** A `limit` for which the API states no maximum. */
export function limitWithoutMaximum(fallback: number) {
  return limitUpTo(Number.MAX_SAFE_INTEGER, fallback);
}

/** `limit`, for which the API states no maximum, `after` and `order`. */
export function unboundedList(order: 'asc' | 'desc', after: z.ZodType<string | undefined> = optionalText) {
  return { limit: limitWithoutMaximum(20), after, order: ascOrDesc.default(order) };
}

/** `limit` and `after`, which most lists take. */
export const cursorRules = { limit: listLimit, after: optionalText };

/** A text that may be null, which a client can only send as an empty value. */
export const nullableText = z.preprocess(readNull, optionalText);

/** `metadata[key]=value` pairs that a row must have; `null` for rows without metadata. */
export const metadataFilter = z.preprocess(
  (value) => (value === 'null' ? null : readNull(value)),
  z.record(z.string(), z.string()).nullish(),
);

/** Only `name[]=a&name[]=b`: the form of arrays that OpenAI's document writes with brackets. */
export function bracketList<Item extends z.ZodType>(item: Item) {
  return z.array(item).optional();
}

/** `name[]=a&name[]=b`, and also `name=a&name=b`: arrays that the document writes without brackets. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess(readBareList, z.array(item)).optional();
}
