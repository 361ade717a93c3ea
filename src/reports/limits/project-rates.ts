/** The tightest rate limit of each project: hours of all first, then the minutes of the busiest hours. */
import { OutOfTime } from '../../reading/shared-time.ts';
import { isoTime } from '../../tools/shape-value.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';
import { busiestMinutes } from './busiest-minutes.ts';
import { noHours, readHours } from './hourly-use.ts';
import {
  type Nearness,
  nearest,
  nearnessInDay,
  nearnessInMinute,
  type RateLimit,
  ratio,
  readRateLimits,
  unlimitedModels,
} from './rate-limits.ts';

export type ProjectRates = {
  /** Of projects that used something; the others have none. */
  tightest: Map<string, Nearness>;
  /** Projects of which the limits could not be read. */
  unread: Map<string, 'failed' | 'late'>;
  /** Models that were used without a rate limit of their project. */
  unlimited: Set<string>;
  measured: string;
  /** Less than all hours were looked into. */
  isWhole: boolean;
  gaps: string[];
};

/** @param within what the use is asked of, or all where that is undefined */
export async function readProjectRates(
  projects: readonly string[],
  within: readonly string[] | undefined,
  models: readonly string[] | undefined,
  now: number,
  reads: ReportReads,
): Promise<ProjectRates> {
  // An empty list would be no filter, and ask for the use of all.
  const hours = projects.length === 0 ? noHours(now) : await readHours(now, within, reads);
  const rates: ProjectRates = {
    tightest: new Map(),
    unread: new Map(),
    unlimited: new Set(),
    measured: `${isoTime(hours.start)} to now`,
    isWhole: true,
    gaps: [...hours.gaps],
  };
  const limits = new Map<string, RateLimit[]>();
  await Promise.all(
    projects.map(async (project) => {
      const use = hours.byProject.get(project);
      if (use === undefined) return;
      try {
        const read = await readRateLimits(project, models, reads);
        limits.set(project, read.limits);
        if (read.unreadable > 0)
          rates.gaps.push(`${read.unreadable} rate limits of ${project} have no number`);
        if (models === undefined) {
          for (const model of unlimitedModels(read.limits, use)) rates.unlimited.add(model);
        }
      } catch (error) {
        rates.unread.set(project, error instanceof OutOfTime ? 'late' : 'failed');
        rates.gaps.push(`rate limits of ${project}: ${whyUnread(error)}`);
      }
    }),
  );
  const minutes = await busiestMinutes(hours, limits, reads);
  rates.isWhole = minutes.isWhole;
  rates.gaps.push(...minutes.use.gaps);
  for (const [project, of] of limits) {
    const use = hours.byProject.get(project);
    if (use === undefined) continue;
    const tightest = nearest([
      ...nearnessInDay(of, use),
      // Where minutes are missing, the mean minute of the busiest hour is the least that there was.
      ...nearnessInMinute(of, use.times, MINUTES_OF_HOUR),
      ...nearnessInMinute(of, minutes.use.byProject.get(project)?.times ?? new Map()),
    ]);
    if (tightest !== undefined) rates.tightest.set(project, tightest);
  }
  return rates;
}

const MINUTES_OF_HOUR = 60;

/** To a tenth; null for a limit of zero, which refuses every call. */
export function nearnessPercent(nearness: Nearness): number | null {
  const percent = ratio(nearness) * 100;
  return Number.isFinite(percent) ? Math.round(percent * 10) / 10 : null;
}
