/** The rows of a report over time: of each result, what counts and what names it. */
import type Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { oneLine } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import { exactNumber } from './exact-number.ts';
import { shapeValue } from './shape-value.ts';

/** `unread` names the figures that are there and are no numbers, `missing` those that are null. */
export type Row = {
  start: string;
  labels: Map<string, unknown>;
  figures: Map<string, Big>;
  unread: string[];
  missing: string[];
};

/** The first column of a table by buckets. */
export const START_COLUMN = 'start';

export function emptyRow(): Row {
  return { start: '', labels: new Map(), figures: new Map(), unread: [], missing: [] };
}

/** @param isFigure by the name of the member: what JSON makes of it says nothing, since some figures come as text */
export function readRow(
  start: string,
  result: Record<string, unknown>,
  isFigure: (name: string) => boolean,
): Row {
  const row = { ...emptyRow(), start };
  // An amount's currency comes before anything else of that name.
  for (const name in result) if (isFigure(name)) readFigure(row, oneLine(name), result[name]);
  for (const name in result) if (name !== 'object' && !isFigure(name)) addLabel(row, name, result[name]);
  return row;
}

/** A number, or an amount of money beside its currency. */
function readFigure(row: Row, name: string, value: unknown): void {
  let number = value;
  if (isRecord(value)) {
    const { value: amount, currency, ...others } = value;
    number = amount;
    addLabel(row, 'currency', currency);
    for (const key in others) addLabel(row, `${name}.${key}`, others[key]);
  }
  const figure = exactNumber(number);
  if (figure !== undefined) row.figures.set(name, figure);
  else (number === null ? row.missing : row.unread).push(name);
}

function addLabel(row: Row, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  const [shown] =
    typeof value === 'string' ? [shownForm(value)] : Object.values(shapeValue({ [name]: value }) as object);
  if (shown !== undefined) row.labels.set(unusedName(row, oneLine(name)), shown);
}

/** Beside the column that says where a row's bucket starts, and two names that are the same once they are cut. */
function unusedName({ labels }: Row, name: string): string {
  let unused = name;
  for (let count = 2; unused === START_COLUMN || labels.has(unused); count += 1)
    unused = `${name} (${count})`;
  return unused;
}
