/** The form of a table in a report's answer, and of the foreign text in its cells. */
import { boundedText } from '../text/clean.ts';
import { unixSeconds } from '../tools/shape-value.ts';
import { dateOf } from './period.ts';

export type Table = { columns: string[]; rows: unknown[][]; others?: number };

/** The first `top` rows; `others` counts those that are left out. */
export function table(columns: string[], rows: unknown[][], top: number): Table {
  const others = rows.length - top;
  return { columns, rows: rows.slice(0, top), ...(others > 0 && { others }) };
}

const MAX_CELL = 120;

/** Null for what is no text. */
export function cell(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? boundedText(value, MAX_CELL) : null;
}

/** The day of a time in Unix seconds; null for what is none. */
export function day(value: unknown): string | null {
  const seconds = unixSeconds(value);
  return seconds === undefined ? null : dateOf(seconds);
}
