/** A success by its status that is not the answer that was asked for: nothing may be concluded from it. */
import type { ExpectedAnswer } from '../model/api-request.ts';
import { hasManyMembers, namesOf } from '../model/member-names.ts';
import { isRecord } from '../model/record.ts';
import { cleanForeignText } from './foreign-text.ts';

/** More would say no more, and a whole object of customer's names could come. */
const MAX_NAMES = 8;
const MAX_NAME_LENGTH = 40;

/** What came instead of the expected answer, by types and names and without values; undefined where it is one. */
export function unexpectedIn(body: unknown, expects: ExpectedAnswer): string | undefined {
  if (!isRecord(body) || isErrorBody(body)) return formOf(body);
  for (const name of expects.needs) {
    const value = body[name];
    if (value === undefined) return `${formOf(body)}, without ${name}`;
    if (!mayStandFor(name, value)) return `${name}: ${formOf(value)}`;
  }
  return Array.isArray(body.data) && expects.needs.includes('data')
    ? unexpectedInList(body, body.data, expects)
    : undefined;
}

/** An error object under a status of success, in the same words. */
export function errorIn(body: unknown): string | undefined {
  return isRecord(body) && isErrorBody(body) ? formOf(body) : undefined;
}

function unexpectedInList(
  { has_more: hasMore }: Record<string, unknown>,
  data: readonly unknown[],
  { rows, texts }: ExpectedAnswer,
): string | undefined {
  // Whether a list is whole hangs on it.
  if (typeof hasMore !== 'boolean' && hasMore !== undefined && hasMore !== null) {
    return `has_more: ${formOf(hasMore)}`;
  }
  for (const entry of data) {
    const came =
      rows === undefined ? unexpectedInEntry(entry, texts === true) : unexpectedInBucket(entry, rows);
    if (came !== undefined) return came;
  }
  return undefined;
}

function unexpectedInEntry(entry: unknown, isText: boolean): string | undefined {
  if (isText ? typeof entry !== 'string' : !isRecord(entry)) return `a list with ${formOf(entry)} in it`;
  const id = isRecord(entry) ? (entry.id ?? undefined) : undefined;
  return id === undefined || isId(id) ? undefined : `a list with an id in it that is ${formOf(id)}`;
}

function unexpectedInBucket(bucket: unknown, rows: string): string | undefined {
  const within = isRecord(bucket) ? bucket[rows] : undefined;
  if (!Array.isArray(within)) return `a bucket that is ${formOf(bucket)}, without a list of ${rows}`;
  // Each would be a column of its own.
  const at = within.findIndex((row) => !isRecord(row) || hasManyMembers(row));
  return at < 0 ? undefined : `${rows} with ${formOf(within[at])} in it`;
}

/** Whether a member that an answer needs is there in earnest. */
function mayStandFor(name: string, value: unknown): boolean {
  if (name === 'data') return Array.isArray(value);
  return name === 'id' || name.endsWith('_id') ? isId(value) : value !== null;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** OpenAI's, an older one of its own, or another's. A job that failed has an `error` and an `id`. */
function isErrorBody(body: Record<string, unknown>): boolean {
  const { id, object, error, errors } = body;
  if (object === 'error') return true;
  if (id !== undefined || object !== undefined) return false;
  if (isRecord(error) || isText(error) || error === true) return true;
  return (Array.isArray(errors) && errors.length > 0) || isBareError(body);
}

/** What says in words that something failed, and by which code: `{code, message}`, or RFC 9457. */
function isBareError({ message, detail, title, code, type, status }: Record<string, unknown>): boolean {
  if (![message, detail, title].some(isText)) return false;
  return [code, status].some(isErrorStatus) || isText(code) || /error/i.test(String(type ?? ''));
}

function isErrorStatus(value: unknown): boolean {
  return typeof value === 'number' && value >= 400 && value < 600;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function formOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return 'a text';
  if (!isRecord(value)) return `a ${typeof value}`;
  const names = namesOf(value);
  if (names.length === 0) return 'an empty object';
  const shown = names.slice(0, MAX_NAMES).map((name) => cleanForeignText(name, MAX_NAME_LENGTH));
  const rest = names.length - shown.length;
  return `an object of ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
