/** Minutes for people. */

/** Rounded, and at least one: "1 minute", "12 minutes". */
export function inMinutes(milliseconds: number): string {
  const count = Math.max(1, Math.round(milliseconds / 60_000));
  return count === 1 ? '1 minute' : `${count} minutes`;
}
