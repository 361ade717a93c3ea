/** What else was used besides the kind that a usage report is about: totals alone. */
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';
import { CATEGORIES, type Category } from './categories.ts';
import { readUsage, type Usage } from './read-usage.ts';
import { isKnownTo, type UsageDimension } from './usage-dimension.ts';
import type { UsageQuery } from './usage-query.ts';
import { shownFigure } from './usage-sums.ts';

/** `shown` has the kinds of which there was any use. */
export type OtherUsage = { usages: Usage[]; shown: Record<string, unknown>; gaps: string[] };

/** By model where the report is by model, so that it is seen which of them are about to go. Rejects for nothing that cannot be read. */
export async function readOthers(
  except: Category,
  by: readonly UsageDimension[],
  days: Pick<UsageQuery, 'start' | 'end' | 'width' | 'projects'>,
  reads: ReportReads,
): Promise<OtherUsage> {
  const others = (Object.keys(CATEGORIES) as Category[]).filter((category) => category !== except);
  const results = await Promise.allSettled(
    others.map((category) => {
      const isByModel = by.includes('model') && isKnownTo(category, 'model');
      return readUsage({ ...days, category, by: isByModel ? ['model'] : [], withRunning: false }, reads);
    }),
  );
  const usages: Usage[] = [];
  const gaps: string[] = [];
  for (const [position, result] of results.entries()) {
    if (result.status === 'fulfilled') usages.push(result.value);
    else gaps.push(`${others[position]}: ${whyUnread(result.reason)}`);
  }
  return {
    usages,
    shown: Object.fromEntries(
      usages.filter(({ sums }) => sums.groups.size > 0).map((usage) => [usage.category, totalsOf(usage)]),
    ),
    gaps: [...gaps, ...usages.flatMap((usage) => usage.gaps.map((gap) => `${usage.category}: ${gap}`))],
  };
}

function totalsOf({ category, sums, gaps }: Usage): Record<string, unknown> {
  const { measures } = CATEGORIES[category];
  const totals = measures.flatMap(({ shown }) => {
    const value = shownFigure(sums.total, shown);
    return value === null || value === 0 ? [] : [[shown, value] as const];
  });
  return { ...Object.fromEntries(totals), ...(gaps.length > 0 && { at_least: true }) };
}
