/** A project's rate limits against what it used: which of them is nearest. */
import { type Amounts, isOfModel } from '../../reading/used-amounts.ts';
import { matchesGlob } from '../../text/glob.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import type { ReportReads } from '../report-reads.ts';
import type { ByTime, ProjectUse } from './hourly-use.ts';

/** One number of a rate limit. A limit of audio is in megabytes, and use tells seconds: it cannot be measured. */
const MEASURES = {
  max_requests_per_1_minute: { counts: 'requests', per: 'minute', words: 'requests a minute' },
  max_tokens_per_1_minute: { counts: 'tokens', per: 'minute', words: 'tokens a minute' },
  max_images_per_1_minute: { counts: 'images', per: 'minute', words: 'images a minute' },
  max_requests_per_1_day: { counts: 'requests', per: 'day', words: 'requests a day' },
  batch_1_day_max_input_tokens: { counts: 'batch', per: 'day', words: 'batch input tokens a day' },
} as const;
type Measure = keyof typeof MEASURES;

export type RateLimit = { model: string; measure: Measure; most: number };

/** How near use came to a limit: `used` in the busiest minute, or in the day. */
export type Nearness = RateLimit & { used: number };

/** `unreadable` counts the numbers that are none. */
export type RateLimits = { limits: RateLimit[]; unreadable: number };

/** Those of the models asked for, or all. Rejects like `reads.list`. */
export async function readRateLimits(
  project: string,
  models: readonly string[] | undefined,
  reads: ReportReads,
): Promise<RateLimits> {
  const measures = Object.keys(MEASURES) as Measure[];
  const path = '/organization/projects/{project_id}/rate_limits';
  const rows = await reads.list(path, [project], ['model', ...measures]);
  const read: RateLimits = { limits: [], unreadable: 0 };
  for (const { model, ...numbers } of rows) {
    if (typeof model !== 'string') {
      read.unreadable += 1;
      continue;
    }
    if (models !== undefined && !isAsked(model, models)) continue;
    for (const measure of measures) {
      const most = numbers[measure];
      if (most === undefined || most === null) continue;
      const number = exactNumber(most)?.toNumber();
      if (number === undefined) read.unreadable += 1;
      else read.limits.push({ model, measure, most: number });
    }
  }
  return read;
}

function isAsked(model: string, asked: readonly string[]): boolean {
  return asked.some(
    (given) => matchesGlob(given, model) || isOfModel(given, model) || isOfModel(model, given),
  );
}

/** Of limits that calls counted against; a limit of zero that was used before is nearest of all. */
export function nearest(all: readonly Nearness[]): Nearness | undefined {
  return all
    .filter(({ used }) => used > 0)
    .sort((one, other) => ratio(other) - ratio(one) || (one.model < other.model ? -1 : 1))[0];
}

export const ratio = ({ used, most }: Nearness): number => used / most;

export function nearnessInDay(limits: readonly RateLimit[], { times, batch }: ProjectUse): Nearness[] {
  return ofA('day', limits).map((limit) => {
    const { counts } = MEASURES[limit.measure];
    const tokens = [...batch].reduce(
      (sum, [used, input]) => sum + (isOfModel(limit.model, used) ? input : 0),
      0,
    );
    const used =
      counts === 'batch'
        ? tokens
        : [...times.values()].reduce((sum, models) => sum + countOf(limit.model, counts, models), 0);
    return { ...limit, used };
  });
}

/** @param divisor what of a bucket is a minute's share: 60 for a mean minute of an hour */
export function nearnessInMinute(limits: readonly RateLimit[], times: ByTime, divisor = 1): Nearness[] {
  return ofA('minute', limits).map((limit) => {
    const { counts } = MEASURES[limit.measure];
    let most = 0;
    for (const models of times.values()) {
      if (counts !== 'batch') most = Math.max(most, countOf(limit.model, counts, models));
    }
    return { ...limit, used: most / divisor };
  });
}

/** What was used of models that no rate limit of the project is about. */
export function unlimitedModels(limits: readonly RateLimit[], { times }: ProjectUse): string[] {
  const used = new Set([...times.values()].flatMap((models) => [...models.keys()]));
  return [...used].filter((model) => !limits.some((limit) => isOfModel(limit.model, model)));
}

/** `gpt-5-mini 41 of 500 requests a minute`. */
export function nearnessTold({ model, measure, most, used }: Nearness): string {
  const { words } = MEASURES[measure];
  return most === 0
    ? `${model} 0 ${words}: refuses every call`
    : `${model} ${Math.round(used)} of ${most} ${words}`;
}

function ofA(per: 'minute' | 'day', limits: readonly RateLimit[]): RateLimit[] {
  return limits.filter(({ measure }) => MEASURES[measure].per === per);
}

function countOf(model: string, counts: keyof Amounts, models: ReadonlyMap<string, Amounts>): number {
  let sum = 0;
  for (const [used, amounts] of models) if (isOfModel(model, used)) sum += amounts[counts];
  return sum;
}
