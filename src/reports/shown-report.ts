/** A report as it may be shown: what others wrote in it visible, and no longer than a row can take. */
import { isRecord } from '../model/record.ts';
import { boundedText, cutText } from '../text/clean.ts';
import { showInvisible } from '../text/shown-form.ts';

/** Of a cell, in characters: names and IDs. */
const LONGEST_CELL = 200;
/** Of our own sentences, in which names may stand already as they are shown. */
const LONGEST_SENTENCE = 2000;

export function shownReport(report: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(report).map(([name, value]) => [boundedText(name, LONGEST_CELL), shown(value)]),
  );
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return cutText(showInvisible(value), LONGEST_SENTENCE);
  if (Array.isArray(value)) return value.map(shownCell);
  return isRecord(value) ? shownReport(value) : value;
}

function shownCell(value: unknown): unknown {
  if (typeof value === 'string') return boundedText(value, LONGEST_CELL);
  if (Array.isArray(value)) return value.map(shownCell);
  return shown(value);
}
