/** The usage operations, all computed in one way from the table of categories. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { type Operation, operation } from '../http/operation.ts';
import { list, optionalInteger, optionalText, requiredInteger } from '../http/query-rules.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { type DimensionFilter, endOfTraffic, filterStreams, groupBy } from '../traffic/group-rows.ts';
import type { Stream } from '../traffic/stream.ts';
import { answerBuckets, type Bucket, type BucketWidth } from '../traffic/time-buckets.ts';
import { USAGE_CATEGORIES, type UsageCategory } from './usage-categories.ts';

const LIMITS: Record<BucketWidth, { fallback: number; maximum: number }> = {
  '1d': { fallback: 7, maximum: 31 },
  '1h': { fallback: 24, maximum: 168 },
  '1m': { fallback: 60, maximum: 1440 },
};

export const usageOperations = USAGE_CATEGORIES.map(toOperation);

function toOperation(rules: UsageCategory): Operation {
  const group = z.enum(rules.groupBy as [string, ...string[]]);
  return operation({
    method: 'GET',
    path: `/organization/usage/${rules.category}`,
    parent: wholeOrganization,
    query: z.strictObject({
      start_time: requiredInteger,
      end_time: optionalInteger,
      bucket_width: z.enum(['1m', '1h', '1d']).default('1d'),
      project_ids: list(z.string()),
      group_by: list(group),
      limit: optionalInteger,
      page: optionalText,
      ...rules.filters,
    }),
    handle({ organization, query }) {
      const limit = chooseLimit(query.bucket_width, query.limit);
      const ofCategory = organization.streams.filter((stream) => stream.category === rules.category);
      const streams = filterStreams(ofCategory, readFilter(query)).map((stream) => ({
        stream,
        until: endOfTraffic(organization, stream),
      }));
      const grouping = rules.groupBy.filter((name) => query.group_by?.includes(name) === true);
      const grouped = groupBy(streams, ({ stream }) => grouping.map((name) => stream.dimensions[name]));
      return answerBuckets(organization, { ...query, limit }, (bucket) =>
        grouped.flatMap((group) => usageResult(rules, group, grouping, bucket) ?? []),
      );
    },
  });
}

/** The default and the maximum depend on the width of the buckets. */
function chooseLimit(width: BucketWidth, asked: number | undefined): number {
  const { fallback, maximum } = LIMITS[width];
  const limit = asked ?? fallback;
  if (limit < 1) {
    const message = `Invalid 'limit': expected at least 1, but got ${limit}.`;
    throw badRequest(message, 'limit', 'integer_below_min_value');
  }
  if (limit > maximum) {
    const message = `Invalid 'limit': expected at most ${maximum} with bucket_width '${width}', but got ${limit}.`;
    throw badRequest(message, 'limit', 'integer_above_max_value');
  }
  return limit;
}

const FILTERS = {
  project_ids: 'project_id',
  user_ids: 'user_id',
  api_key_ids: 'api_key_id',
  models: 'model',
  sizes: 'size',
  sources: 'source',
  context_levels: 'context_level',
  vector_store_ids: 'vector_store_id',
} as const;

/** The rules of the category have checked that only its own filters are here. */
function readFilter(query: Record<string, unknown>): DimensionFilter {
  const filter: DimensionFilter = typeof query.batch === 'boolean' ? { batch: [query.batch] } : {};
  for (const [parameter, dimension] of Object.entries(FILTERS)) {
    const allowed = query[parameter];
    if (Array.isArray(allowed)) filter[dimension] = allowed;
  }
  return filter;
}

type LimitedStream = { stream: Stream; until: number };

/** The sum of a group in a bucket; nothing at all where nothing was used. */
function usageResult(
  rules: UsageCategory,
  group: readonly LimitedStream[],
  grouping: UsageCategory['groupBy'],
  { start_time, end_time }: Bucket,
) {
  const counts: Record<string, number> = {};
  for (const { stream, until } of group) {
    for (const [field, count] of rules.quantities(stream, start_time, Math.min(end_time, until))) {
      counts[field] = (counts[field] ?? 0) + count;
    }
  }
  const [first] = group;
  if (first === undefined || Object.values(counts).every((count) => count === 0)) return undefined;
  const { dimensions } = first.stream;
  return {
    object: `organization.usage.${rules.resultName}.result`,
    ...counts,
    ...Object.fromEntries(
      rules.groupBy.map((name) => [name, grouping.includes(name) ? dimensions[name] : null]),
    ),
  };
}
