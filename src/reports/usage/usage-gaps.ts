/** What is missing in the use of a period, half a sentence each. */
import { strangeRows } from '../beside-ids.ts';
import { DAY_SECONDS } from '../period.ts';
import { rangesOf } from '../time-ranges.ts';
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
  const isMissing = (at: number) => !(at < end ? sums : running).buckets.has(at);
  const missing = timesOf(start, end, width).filter(isMissing);
  const untold = missing.filter((at) => !failures.some(([part]) => at >= part.start && at < part.end));
  const unreadable = sums.unreadable + running.unreadable;
  return [
    ...failures.flatMap(([part, error]) => {
      const why = whyUnread(error);
      const times = timesOf(part.start, part.end, width).filter(isMissing);
      return times.length > 0 ? [`${rangesOf(times, width)}: ${why}`] : [];
    }),
    ...strangeRows(sums.strange + running.strange),
    ...(unreadable > 0 ? [`${counted(unreadable, 'figure')} that cannot be read`] : []),
    ...(sums.undated > 0 ? [`${counted(sums.undated, unit)} without a readable time`] : []),
    ...(untold.length > 0
      ? [`Nothing came for ${counted(untold.length, unit)}: ${rangesOf(untold, width)}`]
      : []),
    ...(sums.repeated.size > 0
      ? [`${rangesOf([...sums.repeated], width)} came twice and was counted once`]
      : []),
  ];
}

function timesOf(start: number, end: number, width: number): number[] {
  return Array.from({ length: (end - start) / width }, (_, index) => start + index * width);
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
