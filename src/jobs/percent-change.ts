/** A change in percent of what a number is: `+20%` and `-50%` of it, `50%` half of it. */

const PERCENT = /^([+-]?)(\d+(?:\.\d+)?)\s*%$/;

/** What the number is multiplied by, which may be less than 0; undefined for what is no change in percent. */
export function readFactor(text: string): number | undefined {
  const [, sign, amount] = PERCENT.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  const share = Number(amount) / 100;
  return sign === '+' ? 1 + share : sign === '-' ? 1 - share : share;
}
