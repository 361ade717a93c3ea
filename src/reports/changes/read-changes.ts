/** Reading the audit log over a range: newest first, and several parts of a long range at once. */
import { isoTime } from '../../tools/shape-value.ts';
import type { Gaps } from '../gaps.ts';
import type { ReportReads } from '../report-reads.ts';
import { type Change, readChange } from './event.ts';

export const AUDIT_LOG = '/organization/audit_logs';

/** Unix seconds, the end not included; without it the range goes on to now. */
export type Range = { start: number; end?: number };

/** As many as requests may be in flight. */
const PARTS = 4;

/**
 * By ID, so that no event counts twice. What fails leaves a gap, told by the time from which on nothing is covered.
 * @param values further arguments of the list
 */
export async function readChanges(
  range: Range,
  now: number,
  values: Record<string, unknown>,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>();
  /** Of all pages, or until one after the first shows that the range is long. */
  async function readPart({ start, end }: Range, isFirst: boolean): Promise<number | undefined> {
    let reached = end ?? now;
    let pages = 0;
    let isLong = false;
    const effective_at = { gte: start, ...(end !== undefined && { lt: end }) };
    const what = () => `events from ${isoTime(start)} to ${isoTime(reached)}`;
    const isRead = await gaps.attempt(what, async () => {
      await reads.pages(AUDIT_LOG, [], { ...values, effective_at }, (rows) => {
        for (const row of rows) {
          const change = readChange(row);
          if (change === undefined) continue;
          changes.set(change.id, change);
          reached = Math.min(reached, change.at);
        }
        pages += 1;
        isLong = isFirst && pages === 2;
        return isLong ? 'enough' : undefined;
      });
      return true;
    });
    return isRead && isLong ? reached : undefined;
  }
  const left = await readPart(range, true);
  if (left === undefined) return changes;
  // Events of the second that was reached may be on the next page.
  const [start, end] = [range.start, left + 1];
  const bounds = Array.from(
    { length: PARTS + 1 },
    (_, part) => start + Math.floor(((end - start) * part) / PARTS),
  );
  await Promise.all(
    bounds
      .slice(0, -1)
      .map((from, part) => ({ start: from, end: bounds[part + 1] ?? end }))
      .filter((part) => part.end > part.start)
      .reverse()
      .map((part) => readPart(part, false)),
  );
  return changes;
}
