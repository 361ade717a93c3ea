/** Reading the use of one kind in a period: a few requests side by side, and fewer groups where OpenAI refuses all of them. */
import { ApiError } from '../../openai/api-error.ts';
import { askedOf } from '../beside-ids.ts';
import { fewerAndFewer } from '../fewer-groups.ts';
import { DAY_SECONDS } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { CATEGORIES, type Category } from './categories.ts';
import { USAGE_GROUPS, type UsageDimension } from './usage-dimension.ts';
import { usageGaps } from './usage-gaps.ts';
import { type Failure, HOUR_SECONDS, type Part, type UsageQuery, type Width } from './usage-query.ts';
import { UsageSums } from './usage-sums.ts';

const USAGE = '/organization/usage/{category}';
/** OpenAI gives at most so many buckets at once. */
const MOST_BUCKETS: Record<Width, number> = { [DAY_SECONDS]: 31, [HOUR_SECONDS]: 168 };
const WIDTHS: Record<Width, string> = { [DAY_SECONDS]: '1d', [HOUR_SECONDS]: '1h' };

/** `running` has what the bucket holds that is not over yet. `by` lacks what OpenAI refused to group by. */
export type Usage = {
  category: Category;
  sums: UsageSums;
  running: UsageSums;
  by: readonly UsageDimension[];
  gaps: string[];
};

/** @throws what the first request threw where nothing could be read at all */
export async function readUsage(query: UsageQuery, reads: ReportReads): Promise<Usage> {
  const parts = partsOf(query);
  const [first, ...others] = parts;
  if (first === undefined) return { ...sumsFor(query, query.by, []), gaps: [] };
  const begun = await readFirst(first, query, reads);
  const { groups, usage } = begun;
  const results = await Promise.allSettled(others.map((part) => readPart(part, groups, query, usage, reads)));
  const failures = [...begun.failures];
  for (const [position, result] of results.entries()) {
    if (result.status === 'rejected') failures.push([others[position] as Part, result.reason]);
  }
  // The first pages of a part that failed later count.
  const hasRead = usage.sums.buckets.size + usage.running.buckets.size > 0;
  if (failures.length === parts.length && !hasRead) throw failures[0]?.[1];
  return { ...usage, gaps: usageGaps(usage.sums, usage.running, query, failures) };
}

/** The last one has no end where it goes on until now: an end that is still to come is refused for some. */
function partsOf({ start, end, width, withRunning }: UsageQuery): Part[] {
  const until = withRunning ? end + width : end;
  const parts: Part[] = [];
  for (let from = start; from < until; from += MOST_BUCKETS[width] * width) {
    const to = Math.min(from + MOST_BUCKETS[width] * width, until);
    parts.push({ start: from, end: to, open: withRunning && to === until });
  }
  return parts;
}

function sumsFor(
  { category, projects }: UsageQuery,
  by: readonly UsageDimension[],
  groups: readonly string[],
): Omit<Usage, 'gaps'> {
  const { measures } = CATEGORIES[category];
  const asked = askedOf(projects, groups);
  return {
    category,
    by,
    sums: new UsageSums(by, measures, asked),
    running: new UsageSums(by, measures, asked),
  };
}

/** With all groups, or with the most that OpenAI takes; what only helps to find names goes before what was asked for. */
async function readFirst(part: Part, query: UsageQuery, reads: ReportReads) {
  const wanted = [...new Set(query.by.flatMap((dimension) => USAGE_GROUPS[dimension]))];
  let refusal: unknown;
  const keptBy = (groups: readonly string[]) =>
    query.by.filter((dimension) =>
      USAGE_GROUPS[dimension].slice(0, 1).every((group) => groups.includes(group)),
    );
  const hasFilter = query.projects !== undefined;
  const candidates = fewerAndFewer(wanted, hasFilter).sort(
    (one, other) => keptBy(other).length - keptBy(one).length,
  );
  for (const groups of candidates) {
    const by = keptBy(groups);
    const usage = sumsFor(query, by, groups);
    try {
      await readPart(part, groups, query, usage, reads);
      return { groups, usage, failures: [] as Failure[] };
    } catch (error) {
      refusal ??= error;
      const isRefused =
        error instanceof ApiError && error.kind === 'invalid' && groups.length > (hasFilter ? 0 : 1);
      if (isRefused) continue;
      return { groups, usage, failures: [[part, error] as Failure] };
    }
  }
  throw refusal;
}

async function readPart(
  { start, end, open }: Part,
  groups: readonly string[],
  query: UsageQuery,
  { category, sums, running }: Omit<Usage, 'gaps'>,
  reads: ReportReads,
): Promise<void> {
  const { width, projects, models } = query;
  const values = {
    start_time: start,
    ...(open ? {} : { end_time: end }),
    bucket_width: WIDTHS[width],
    ...(groups.length > 0 && { group_by: groups }),
    ...(projects && { project_ids: projects }),
    ...(models && { models }),
    limit: (end - start) / width,
  };
  await reads.pages(USAGE, [category], values, (buckets) => {
    for (const bucket of buckets) {
      sums.add(bucket, start, Math.min(end, query.end));
      if (open) running.add(bucket, query.end, query.end + width);
    }
    return undefined;
  });
}
