/** The periods that reports take, for a form to choose from: the usual ones, then the last months. */

const USUAL = ['this_month', 'last_month', 'last_7_days', 'last_28_days'];
const MONTHS = 12;

/** @param now milliseconds since 1970 */
export function periods(now: number): string[] {
  const date = new Date(now);
  const months = Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
  return [...USUAL, ...months];
}
