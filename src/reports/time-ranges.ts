/** Days or hours of which something is said, as ranges; both ends of a range belong to it. */
import { DAY_SECONDS, dateOf } from './period.ts';

const MOST_RANGES = 5;

/** @param width of each, in seconds */
export function rangesOf(times: readonly number[], width: number): string {
  const ranges: [number, number][] = [];
  for (const time of [...times].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + width === time) last[1] = time;
    else ranges.push([time, time]);
  }
  const named = (at: number) => (width === DAY_SECONDS ? dateOf(at) : hourOf(at));
  const told = ranges
    .slice(0, MOST_RANGES)
    .map(([first, last]) => (first === last ? named(first) : `${named(first)} to ${named(last)}`));
  const left = ranges.length - told.length;
  const unit = width === DAY_SECONDS ? 'days' : 'hours';
  return `${told.join(', ')}${left > 0 ? ` and ${left} more ranges, ${times.length} ${unit} in all` : ''}`;
}

const hourOf = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 13)}:00Z`;
