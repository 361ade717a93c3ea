/** Durations for people. */

/** Rounded, and at least a minute: "1 minute", "12 minutes", and from two hours on "24 hours". */
export function inWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  if (minutes >= 120) return `${Math.round(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
