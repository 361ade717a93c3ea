/** A success by its status that is not the answer that was asked for: nothing may be concluded from it. */
import type { ExpectedAnswer } from '../model/api-request.ts';
import { isRecord } from '../model/record.ts';
import { cleanForeignText } from './foreign-text.ts';

/** More would say no more, and a whole object of customer's names could come. */
const MAX_NAMES = 8;
const MAX_NAME_LENGTH = 40;

/** What came instead of the expected answer, by types and names and without values; undefined where it is one. */
export function unexpectedIn(body: unknown, { needs, rows }: ExpectedAnswer): string | undefined {
  if (!isRecord(body) || isErrorBody(body)) return formOf(body);
  for (const name of needs) {
    const value = body[name];
    if (value === undefined) return `${formOf(body)}, without ${name}`;
    if (value === null || (name === 'data' && !Array.isArray(value))) return `${name}: ${formOf(value)}`;
  }
  if (rows === undefined || !Array.isArray(body.data)) return undefined;
  const bad = body.data.find((bucket) => !isRecord(bucket) || !Array.isArray(bucket[rows]));
  return bad === undefined ? undefined : `a bucket that is ${formOf(bad)}, without a list of ${rows}`;
}

/** An error object under a status of success, in the same words. */
export function errorIn(body: unknown): string | undefined {
  return isRecord(body) && isErrorBody(body) ? formOf(body) : undefined;
}

/** OpenAI's or another's. A job that failed has an `error` and an `id`. */
function isErrorBody({ id, object, error }: Record<string, unknown>): boolean {
  return (
    id === undefined &&
    object === undefined &&
    (isRecord(error) || (typeof error === 'string' && error !== ''))
  );
}

function formOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return 'a text';
  if (!isRecord(value)) return `a ${typeof value}`;
  const names = Object.keys(value);
  if (names.length === 0) return 'an empty object';
  const shown = names.slice(0, MAX_NAMES).map((name) => cleanForeignText(name, MAX_NAME_LENGTH));
  const rest = names.length - shown.length;
  return `an object of ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
