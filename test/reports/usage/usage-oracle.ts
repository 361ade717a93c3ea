/** What a usage report has to say, added up from raw events by what reports.md and OpenAI's document say alone. */
import { DOCUMENTED } from './generated-use.ts';
import { DAY, type Event, HOUR } from './using.ts';

/** What a figure of the API is called in answers. */
const SHOWN: Record<string, string> = {
  num_model_requests: 'requests',
  num_requests: 'calls',
  num_sessions: 'sessions',
  input_cached_tokens: 'of_which_cached',
};
export const shownAs = (member: string) => SHOWN[member] ?? member;

/** By the API's name; a figure that no event had is not in it. */
export type Sums = Map<string, number>;

export type Asked = {
  category: string;
  by: readonly string[];
  /** Unix seconds; the end is not included. */
  start: number;
  end: number;
  projects?: readonly string[] | undefined;
  /** First seconds of buckets that did not come. */
  missing: ReadonlySet<number>;
};

const MEMBERS: Record<string, string> = { project: 'project_id', user: 'user_id', api_key: 'api_key_id' };

const widthOf = (by: readonly string[]) => (by.includes('hour') ? HOUR : DAY);
export const bucketOf = (at: number, by: readonly string[]) => at - (at % widthOf(by));

function labelsOf({ at, labels }: Event, by: readonly string[]) {
  return by.map((dimension) => {
    if (dimension === 'day') return new Date(at * 1000).toISOString().slice(0, 10);
    if (dimension === 'hour') return `${new Date(at * 1000).toISOString().slice(0, 13)}:00Z`;
    return labels[MEMBERS[dimension] ?? dimension] ?? null;
  });
}

const isTime = (dimension: string | undefined) => dimension === 'day' || dimension === 'hour';

export const sumOf = (events: readonly Event[]): Sums => {
  const sums: Sums = new Map();
  for (const { figures } of events) {
    for (const [name, value] of Object.entries(figures)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
};

/** Those that count; what is stored is what was stored at last, of each project in the bucket. */
function countedEvents(events: readonly Event[], asked: Asked): Event[] {
  const { category, by, start, end, projects, missing } = asked;
  const inTime = events.filter(
    ({ category: of, at, labels }) =>
      of === category &&
      at >= start &&
      at < end &&
      !missing.has(bucketOf(at, by)) &&
      (projects === undefined || projects.includes(String(labels.project_id))),
  );
  if (category !== 'vector_stores') return inTime;
  const levels = new Map<string, Event>();
  for (const event of inTime) levels.set(`${event.labels.project_id} ${bucketOf(event.at, by)}`, event);
  return [...levels.values()];
}

/** Of levels the total is that of the last bucket in which anything was stored. */
function lastLevels(events: readonly Event[], by: readonly string[]): Event[] {
  const last = Math.max(...events.map(({ at }) => bucketOf(at, by)));
  return events.filter(({ at }) => bucketOf(at, by) === last);
}

export type Expected = {
  totals: Sums;
  /** By labels as JSON. */
  groups: Map<string, { sums: Sums; events: Event[] }>;
  notAttributed: Sums;
};

export function expectedUse(events: readonly Event[], asked: Asked): Expected {
  const { category, by } = asked;
  const counted = countedEvents(events, asked);
  const isLevel = category === 'vector_stores';
  const total = isLevel ? lastLevels(counted, by) : counted;
  const inGroups = isLevel && !by.some(isTime) ? total : counted;
  const byLabels = grouped(inGroups, (event) => JSON.stringify(labelsOf(event, by)));
  const groups = new Map<string, { sums: Sums; events: Event[] }>();
  const nobodys: Event[] = [];
  for (const [key, own] of byLabels) {
    const named = (JSON.parse(key) as unknown[]).filter((_, index) => !isTime(by[index]));
    if (named.length > 0 && named.every((label) => label === null)) nobodys.push(...own);
    else groups.set(key, { sums: sumOf(own), events: own });
  }
  return { totals: sumOf(total), groups, notAttributed: sumOf(nobodys) };
}

export function grouped(events: readonly Event[], keyOf: (event: Event) => string): Map<string, Event[]> {
  const groups = new Map<string, Event[]>();
  for (const event of events) groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  return groups;
}

/** By what rows are ordered: tokens, or the first figure where there are none. */
export function sizeOf(category: string, sums: Sums): number {
  const tokens = ['input_tokens', 'output_tokens'].filter((name) =>
    DOCUMENTED[category]?.figures.includes(name),
  );
  const counts = tokens.length > 0 ? tokens : (DOCUMENTED[category]?.figures.slice(0, 1) ?? []);
  return counts.reduce((sum, name) => sum + (sums.get(name) ?? 0), 0);
}
