/** The busiest minutes of the last day: read only for the hours in which there can be one. */
import type { ReportReads } from '../report-reads.ts';
import { type Category, HOUR_SECONDS, type ProjectUse, readMinutes, type Use } from './hourly-use.ts';
import { type Nearness, nearnessInDay, nearnessInMinute, type RateLimit, ratio } from './rate-limits.ts';

/** Rows of minutes for one answer, and for one request of it. */
const MOST_ROWS = 20_000;
const ROWS_AT_ONCE = 5_000;
const MINUTES = 60;

/** `isWhole`: every hour that could hold a busier minute was asked for. */
export type Minutes = { use: Use; isWhole: boolean };

type Candidate = { project: string; hour: number; use: ProjectUse; rows: number };

export async function busiestMinutes(
  hours: Use,
  limits: ReadonlyMap<string, RateLimit[]>,
  reads: ReportReads,
): Promise<Minutes> {
  const ranked = [...limits].flatMap(([project, of]) => {
    const use = hours.byProject.get(project);
    return use === undefined ? [] : candidates(project, use, of);
  });
  ranked.sort((one, other) => one.rank - other.rank);
  const chosen: Candidate[] = [];
  let rows = 0;
  for (const candidate of ranked) {
    if (rows + candidate.rows > MOST_ROWS) break;
    rows += candidate.rows;
    chosen.push(candidate);
  }
  const use: Use = { ...hours, byProject: new Map(), gaps: [] };
  await Promise.all(
    spansOf(chosen).map(({ category, start, end, projects }) =>
      readMinutes(category, { start, end }, [...projects.keys()], use, reads),
    ),
  );
  return { use, isWhole: chosen.length === ranked.length };
}

/**
 * Busiest first: `rank` counts from 0. An hour whose sum is no nearer to a limit than a mean minute of another one, or than
 * the day to its limits, holds no minute that matters.
 */
function candidates(
  project: string,
  use: ProjectUse,
  limits: readonly RateLimit[],
): (Candidate & { rank: number })[] {
  const most = [...use.times].map(([hour, models]) => {
    const nearness = nearnessInMinute(limits, new Map([[hour, models]]));
    const requests = [...models.values()].reduce((sum, amounts) => sum + amounts.requests, 0);
    return {
      hour,
      atMost: highest(nearness),
      rows: Math.min(models.size * MINUTES, requests),
    };
  });
  const atLeast = Math.max(
    highest(nearnessInDay(limits, use)),
    Math.max(0, ...most.map(({ atMost }) => atMost)) / MINUTES,
  );
  return most
    .filter(({ atMost }) => atMost > atLeast)
    .sort((one, other) => other.atMost - one.atMost)
    .map(({ hour, rows }, rank) => ({ project, hour, use, rows, rank }));
}

function highest(nearness: readonly Nearness[]): number {
  return Math.max(0, ...nearness.filter(({ used }) => used > 0).map(ratio));
}

/** `projects` have the rows that an hour of theirs may have. */
type Span = { category: Category; start: number; end: number; projects: Map<string, number> };

/**
 * Hours that follow each other are asked for at once, while the answer stays small: it has all of these hours of each
 * of these projects, wanted or not.
 */
function spansOf(chosen: readonly Candidate[]): Span[] {
  const spans = new Map<Category, Span[]>();
  for (const span of hoursOf(chosen)) {
    const all = spans.get(span.category) ?? [];
    spans.set(span.category, all);
    const last = all.at(-1);
    const both = last?.end === span.start ? joined(last, span) : undefined;
    if (both !== undefined && rowsOf(both) <= ROWS_AT_ONCE) all.splice(-1, 1, both);
    else all.push(span);
  }
  return [...spans.values()].flat();
}

/** One for each hour and kind of use, in order of time. */
function hoursOf(chosen: readonly Candidate[]): Span[] {
  const hours = new Map<string, Span>();
  for (const { project, hour, use, rows } of chosen.toSorted((one, other) => one.hour - other.hour)) {
    for (const category of use.categories) {
      const key = `${category} ${hour}`;
      const span = hours.get(key) ?? {
        category,
        start: hour,
        end: hour + HOUR_SECONDS,
        projects: new Map<string, number>(),
      };
      hours.set(key, span);
      span.projects.set(project, rows);
    }
  }
  return [...hours.values()];
}

function joined(one: Span, next: Span): Span {
  const projects = new Map(one.projects);
  for (const [project, rows] of next.projects) {
    projects.set(project, Math.max(rows, projects.get(project) ?? 0));
  }
  return { ...one, end: next.end, projects };
}

function rowsOf({ start, end, projects }: Span): number {
  const anHour = [...projects.values()].reduce((sum, rows) => sum + rows, 0);
  return (anHour * (end - start)) / HOUR_SECONDS;
}
