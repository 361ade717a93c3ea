/** Numbers to the last digit, as the API writes them: JSON numbers, or text where a double would lose some. */
import Big from 'big.js';

/** Longer ones are no amount and no count of anything, and as long again in every sum. */
const MAX_DIGITS_BEFORE_POINT = 40;
const MAX_DIGITS_BEHIND_POINT = 100;

/** Undefined for what is no plain decimal number: `$12.50`, `1,234.50`, `1e400`, an empty text. */
export function exactNumber(value: unknown): Big | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  let number: Big;
  try {
    number = new Big(value);
  } catch {
    // Text that is no number; the caller counts it.
    return undefined;
  }
  if (number.eq(0)) return new Big(0);
  const behind = number.c.length - 1 - number.e;
  return number.e >= MAX_DIGITS_BEFORE_POINT || behind > MAX_DIGITS_BEHIND_POINT ? undefined : number;
}

/** A number where that loses nothing, otherwise the exact decimal as text, without an exponent. */
export function shownNumber(value: Big): number | string {
  const number = value.toNumber();
  return new Big(number).eq(value) && !String(number).includes('e') ? number : value.toFixed();
}
