/** Where in an answer a part of it begins, and the cursor that says so: what was shown, and the API's own cursor. */

import { defined } from '../model/record.ts';

/** Counted from 0. All three are 0 at the beginning of a page. */
export type Position = {
  /** Row of the page; 0 for a single thing. */
  row: number;
  /** Value of it, in the order of `leavesOf`: found again without shaping those before it. */
  member: number;
  /** UTF-16 unit of a text, or element of a list. */
  offset: number;
};

export const startOf = (row: number): Position => ({ row, member: 0, offset: 0 });

export const isWithinRow = ({ member, offset }: Position): boolean => member > 0 || offset > 0;

export const BEGINNING = startOf(0);

/** What was asked for: a page of the API, and where in it to begin. */
export type Asked = {
  /** The API's cursor. */
  cursor?: string;
  position?: Position;
  /** Fingerprint of what was shown last: tells whether it is still the same when the page is read again. */
  before?: string;
  /** The `limit` with which the page was read, where the call's own made it too large: it is read again at once. */
  limit?: number;
};

const OWN = /^shown\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.([0-9a-f]{1,8})(?:-([1-9]\d{0,5}))?(?:\.(.+))?$/s;

/** @param asked for the page which is shown in parts */
export function ownCursor(
  { row, member, offset }: Position,
  before: string,
  { limit, cursor }: Asked = {},
): string {
  const read = `${limit === undefined ? '' : `-${limit}`}${cursor === undefined ? '' : `.${cursor}`}`;
  return `shown.${row}.${member}.${offset}.${before}${read}`;
}

/** Whether it begins like one of ours and is none. */
export function isSpoilt(given: string): boolean {
  return given.startsWith('shown.') && !OWN.test(given);
}

/** Takes apart what `ownCursor` made; every other cursor is the API's. */
export function readGivenCursor(given: string): Asked {
  const match = OWN.exec(given);
  if (match === null) return { cursor: given };
  const [, row, member, offset, before = '', limit, cursor] = match;
  const position = { row: Number(row), member: Number(member), offset: Number(offset) };
  return { position, before, ...defined({ limit: limit === undefined ? undefined : Number(limit), cursor }) };
}
