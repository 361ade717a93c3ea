/** Values of which an answer can show a part: texts, and lists of short values. */
import { isListOfScalars } from './flat-members.ts';
import { LongText } from './long-text.ts';

export type Cuttable = string | LongText | unknown[];

/** Texts are cut at about multiples of so many UTF-16 units. */
const TEXT_STEP = 128;

/** A list of longer texts is not one value: each text of it can be cut. */
const LONGEST_IN_LIST = 400;
/** Of a text that may hold what is written out when it is shown, in six signs for one. */
const LONGEST_UNUSUAL = 60;

export function isCuttable(value: unknown): value is Cuttable {
  return isText(value) || (isListOfScalars(value) && !value.some(isLongInList));
}

/** A value of this kind as it is shown: of a list, its texts may have become longer. */
export function isSequence(value: unknown): value is Cuttable {
  return isText(value) || Array.isArray(value);
}

const isText = (value: unknown): value is string | LongText =>
  typeof value === 'string' || value instanceof LongText;

function isLongInList(item: unknown): boolean {
  if (typeof item !== 'string' || item.length <= LONGEST_UNUSUAL) return false;
  return item.length > LONGEST_IN_LIST || /[^\x20-\x7e]/.test(item);
}

/** The place behind `start` where it can be cut next; the end where it cannot be. */
export function nextCut(value: Cuttable, start: number): number {
  if (Array.isArray(value)) return start + 1;
  const end = Math.min(start + TEXT_STEP, value.length);
  if (value instanceof LongText) return value.cutBefore(start, end);
  const last = value.charCodeAt(end - 1);
  // Not within a character of two units.
  return last >= 0xd800 && last <= 0xdbff ? Math.min(end + 1, value.length) : end;
}
