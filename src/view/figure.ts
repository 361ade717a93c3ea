/** A value of a report as it is shown: in the digits in which it came, and how long its bar is. */

/** `size` is for drawing alone; there is none for what is no number, which is not the same as zero. */
export type Figure = { text: string; size?: number };

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

const UNKNOWN = 'unknown';

export function figureOf(value: unknown): Figure {
  if (value === null || value === undefined) return { text: UNKNOWN };
  const text = textOf(value);
  const isNumber = typeof value === 'number' || (typeof value === 'string' && DECIMAL.test(value));
  return isNumber ? { text, size: Number(value) } : { text };
}

/** JSON writes a number in the fewest digits that it is read back from, so that none is lost or added here. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A name of a column or of a figure in words. */
export const inWords = (name: string): string => name.replaceAll('_', ' ');
