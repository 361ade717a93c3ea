/** Reading a moment as people write it: a date, or a date with time and zone. */

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds since 1970; undefined for what is no time. */
export function readTime(text: string): number | undefined {
  const milliseconds = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  // Date rolls 2026-02-30 over to March; comparing its day back finds it.
  const date = text.slice(0, 10);
  const day = Date.parse(date);
  const exists = !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === date;
  return !Number.isNaN(milliseconds) && exists ? milliseconds : undefined;
}

/** What to write in its place. */
export function notATime(text: string): string {
  return `${JSON.stringify(text)} is not a time; write e.g. 2026-12-31 or 2026-12-31T18:00:00Z, with the zone.`;
}
