/** What is missing in the use of a period, half a sentence each. */
import { strangeRows } from '../beside-ids.ts';
import { DAY_SECONDS, dateOf } from '../period.ts';
import { whyUnread } from '../why-unread.ts';
import type { Failure, UsageQuery } from './usage-query.ts';
import type { UsageSums } from './usage-sums.ts';

export function usageGaps(
  sums: UsageSums,
  running: UsageSums,
  { start, end, width }: UsageQuery,
  failures: readonly Failure[],
): string[] {
  const unit = width === DAY_SECONDS ? 'day' : 'hour';
  const named = (at: number) =>
    unit === 'day' ? dateOf(at) : `${new Date(at * 1000).toISOString().slice(0, 13)}:00Z`;
  const missing: number[] = [];
  for (let at = start; at < end; at += width) {
    const isTold = failures.some(([part]) => at >= part.start && at < part.end);
    if (!isTold && !sums.buckets.has(at)) missing.push(at);
  }
  const unreadable = sums.unreadable + running.unreadable;
  return [
    ...failures.map(
      ([part, error]) =>
        `${named(part.start)} to ${part.open ? 'now' : named(part.end)}: ${whyUnread(error)}`,
    ),
    ...strangeRows(sums.strange + running.strange),
    ...(unreadable > 0 ? [`${counted(unreadable, 'figure')} that cannot be read`] : []),
    ...(sums.undated > 0 ? [`${counted(sums.undated, unit)} without a readable time`] : []),
    ...(missing.length > 0
      ? [`nothing came for ${counted(missing.length, unit)}: ${some(missing.map(named))}`]
      : []),
    ...(sums.repeated.size > 0
      ? [`${some([...sums.repeated].map(named))} came twice and was counted once`]
      : []),
  ];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The first few, in order. */
function some(times: readonly string[]): string {
  const sorted = [...times].sort();
  return `${sorted.slice(0, 5).join(', ')}${sorted.length > 5 ? ' and others' : ''}`;
}
