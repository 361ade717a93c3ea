/** Reading the costs of a period: a few requests side by side, and fewer groups where OpenAI refuses all of them. */

import { ApiError } from '../../openai/api-error.ts';
import { OutOfTime } from '../../reading/shared-time.ts';
import { matchesGlob } from '../../text/glob.ts';
import { askedOf, strangeRows } from '../beside-ids.ts';
import { fewerAndFewer } from '../fewer-groups.ts';
import { DAY_SECONDS, type Days } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { rangesOf } from '../time-ranges.ts';
import { whyUnread } from '../why-unread.ts';
import { CostSums } from './cost-sums.ts';
import { type Dimension, GROUPS, isTime } from './dimension.ts';
import { modelOf } from './line-item.ts';

const COSTS = '/organization/costs';

export type CostQuery = Days & {
  by: readonly Dimension[];
  /** Today, which is no whole day yet, is read besides. */
  withToday: boolean;
  projects?: readonly string[];
  models?: readonly string[];
};

/**
 * `today` has nothing where OpenAI has none of it yet. `by` lacks what OpenAI refused to group by. `otherItems` are line
 * items of models that were not asked for.
 */
export type Costs = {
  sums: CostSums;
  today: CostSums;
  otherItems: Set<string>;
  /** Today was asked for, and could not be read. */
  isTodayUnread: boolean;
  /** There was no time left for some of it. */
  isLate: boolean;
  by: readonly Dimension[];
  gaps: string[];
};

/** One answer holds the days of 5,000 projects. */
const DAYS_AT_ONCE = 14;
const ROWS_AT_ONCE = DAYS_AT_ONCE * 5000;
/** OpenAI gives no more. */
const MOST_DAYS_AT_ONCE = 180;

/** @throws what the first request threw where nothing could be read at all */
export async function readCosts(query: CostQuery, reads: ReportReads): Promise<Costs> {
  const wanted = groupsOf(query);
  const parts = partsOf(query);
  const [first, ...others] = parts;
  if (first === undefined) {
    const { sums, today } = sumsFor(query, query.by, []);
    return {
      sums,
      today,
      otherItems: new Set(),
      by: query.by,
      isTodayUnread: false,
      isLate: false,
      gaps: [],
    };
  }
  const begun = await readFirst(first, wanted, query, reads);
  const { groups, by, costs } = begun;
  const failures: Failure[] = [...begun.failures];
  const results = await Promise.allSettled(others.map((part) => readPart(part, groups, query, costs, reads)));
  for (const [position, result] of results.entries()) {
    if (result.status === 'rejected') failures.push([others[position] as Part, result.reason]);
  }
  const hasRead = costs.sums.byDay.size + costs.today.byDay.size > 0;
  if (failures.length === parts.length && !hasRead) throw failures[0]?.[1];
  const failed = failures.map(([part]) => part);
  const { sums, today, otherItems } = costs;
  return {
    sums,
    today,
    otherItems,
    by,
    isTodayUnread: failed.some(({ open }) => open) && !today.byDay.has(query.end),
    isLate: failures.some(([, error]) => error instanceof OutOfTime),
    gaps: [
      ...gapsOf(failures, query, costs),
      ...strangeRows(sums.strange + today.strange),
      ...sums.gaps(query, failed),
      ...(query.withToday ? today.unread().map((gap) => `Today: ${gap}`) : []),
    ],
  };
}

type Part = Days & { open: boolean };
type Failure = [Part, unknown];
type Sums = {
  sums: CostSums;
  today: CostSums;
  otherItems: Set<string>;
  /** As many days as one answer has held where it could not hold all that were asked for. */
  mostDays: number;
};

/** The last one has no end where it goes on until now: an end that is still to come is refused for some. */
function partsOf(query: CostQuery): Part[] {
  const { start, end, withToday } = query;
  const parts: Part[] = [];
  const seconds = daysAtOnce(query) * DAY_SECONDS;
  for (let from = start; from < end; from += seconds) {
    parts.push({ start: from, end: Math.min(from + seconds, end), open: false });
  }
  if (!withToday) return parts;
  const last = parts.at(-1);
  if (last === undefined) return [{ start: end, end, open: true }];
  last.open = true;
  return parts;
}

/** More than usual where it is known beforehand that few rows come. */
function daysAtOnce(query: CostQuery): number {
  const most = MOST_DAYS_AT_ONCE - (query.withToday ? 1 : 0);
  return Math.min(most, Math.max(DAYS_AT_ONCE, Math.floor(ROWS_AT_ONCE / mostRowsOfDay(query))));
}

/** Line items, which models are read by, are few. */
function mostRowsOfDay({ by, models, projects = [] }: CostQuery): number {
  const named = by.filter((dimension) => !isTime(dimension));
  if (named.length === 0) return 1;
  const isByProject = named.every((dimension) => dimension === 'project') && models === undefined;
  return isByProject && projects.length > 0 ? projects.length : Number.POSITIVE_INFINITY;
}

function groupsOf({ by, models }: CostQuery): string[] {
  const groups = by.flatMap((dimension) => GROUPS[dimension]);
  return [...new Set([...groups, ...(models ? ['line_item'] : [])])];
}

function sumsFor({ models, projects }: CostQuery, by: readonly Dimension[], groups: readonly string[]): Sums {
  const asked = askedOf(projects, groups);
  const isAsked = models && asksFor(models);
  const otherItems = new Set<string>();
  const keep = ({ line_item: item }: Record<string, unknown>) => {
    if (isAsked === undefined) return true;
    const isKept = typeof item === 'string' && isAsked(item);
    if (!isKept && typeof item === 'string') otherItems.add(item);
    return isKept;
  };
  return {
    sums: new CostSums(by, keep, asked),
    today: new CostSums(by, keep, asked),
    otherItems,
    mostDays: MOST_DAYS_AT_ONCE,
  };
}

/** Line items are few, and their rows may be a hundred thousand. */
function asksFor(models: readonly string[]): (lineItem: string) => boolean {
  const known = new Map<string, boolean>();
  return (lineItem) => {
    const found = known.get(lineItem) ?? isOfModels(lineItem, models);
    known.set(lineItem, found);
    return found;
  };
}

/** A model is meant with its dated snapshots; `*` stands for anything. */
function isOfModels(lineItem: string, models: readonly string[]): boolean {
  const model = modelOf(lineItem) ?? lineItem;
  const undated = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return models.some((given) => matchesGlob(given, model) || matchesGlob(given, undated));
}

/**
 * With all groups, or with the most that OpenAI takes: it refuses some together, such as users with projects. What only
 * helps to find names goes before what was asked for.
 */
async function readFirst(part: Part, wanted: readonly string[], query: CostQuery, reads: ReportReads) {
  let refusal: unknown;
  const hasFilter = query.projects !== undefined;
  const keptBy = (groups: readonly string[]) =>
    query.by.filter((dimension) => GROUPS[dimension].slice(0, 1).every((group) => groups.includes(group)));
  const candidates = fewerAndFewer(wanted, hasFilter)
    .filter((groups) => query.models === undefined || groups.includes('line_item'))
    .sort((one, other) => keptBy(other).length - keptBy(one).length);
  for (const groups of candidates) {
    const by = keptBy(groups);
    const costs = sumsFor(query, by, groups);
    try {
      await readPart(part, groups, query, costs, reads);
      return { groups, by, costs, failures: [] };
    } catch (error) {
      refusal ??= error;
      const isRefused =
        error instanceof ApiError && error.kind === 'invalid' && groups.length > (hasFilter ? 0 : 1);
      if (isRefused) continue;
      return { groups, by, costs, failures: [[part, error] as Failure] };
    }
  }
  throw refusal;
}

async function readPart(
  { start, end, open }: Part,
  groups: readonly string[],
  { projects, end: today }: CostQuery,
  costs: Sums,
  reads: ReportReads,
): Promise<void> {
  const { sums, today: todays } = costs;
  const days = (end - start) / DAY_SECONDS + (open ? 1 : 0);
  const values = {
    start_time: start,
    ...(open ? {} : { end_time: end }),
    ...(groups.length > 0 && { group_by: groups }),
    ...(projects && { project_ids: projects }),
    limit: Math.min(days, costs.mostDays),
  };
  let held: number | undefined;
  await reads.pages(COSTS, [], values, (buckets) => {
    // The last page of several says nothing of how much one can hold.
    if (held !== undefined) costs.mostDays = Math.max(1, Math.min(held, costs.mostDays));
    held = buckets.length;
    for (const bucket of buckets) {
      sums.add(bucket, { start, end });
      if (open) todays.add(bucket, { start: today, end: today + DAY_SECONDS });
    }
    return undefined;
  });
}

/** The days that did not come, with why; of a part whose later page failed, the first ones did. */
function gapsOf(failures: readonly Failure[], { end }: CostQuery, { sums, today }: Sums): string[] {
  const missing = new Map<string, number[]>();
  for (const [part, error] of failures) {
    const todays = part.open ? today.missing({ start: end, end: end + DAY_SECONDS }) : [];
    const why = whyUnread(error);
    missing.set(why, [...(missing.get(why) ?? []), ...sums.missing(part), ...todays]);
  }
  return [...missing].flatMap(([why, days]) =>
    days.length > 0 ? [`${rangesOf(days, DAY_SECONDS)}: ${why}`] : [],
  );
}
