/** The costs operation: money by UTC day, computed from the seeded traffic and the prices of the models. */
import * as z from 'zod';
import { operation } from '../http/operation.ts';
import { limitUpTo, list, optionalInteger, optionalText, requiredInteger } from '../http/query-rules.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { HOUR } from '../seconds.ts';
import { endOfTraffic, filterStreams, groupBy } from '../traffic/group-rows.ts';
import type { Shape, Shaped } from '../traffic/shape.ts';
import { quantity, type Stream } from '../traffic/stream.ts';
import { answerBuckets, type Bucket } from '../traffic/time-buckets.ts';
import { COST_GROUPS, type CostLine, costRow, sumOf } from './cost-row.ts';

/** Microdollars for keeping a gibibyte for an hour: 10 cents a day. */
const STORAGE_PRICE = 4167;

const STORAGE: Shaped<string> = { documented: 'vector store storage', live: 'Vector storage' };

export const costOperations = [
  operation({
    method: 'GET',
    path: '/organization/costs',
    parent: wholeOrganization,
    query: z.strictObject({
      start_time: requiredInteger,
      end_time: optionalInteger,
      bucket_width: z.enum(['1d']).default('1d'),
      project_ids: list(z.string()),
      api_key_ids: list(z.string()),
      line_items: list(z.string()),
      group_by: list(z.enum(COST_GROUPS)),
      limit: limitUpTo(180, 7),
      page: optionalText,
    }),
    handle({ organization, query }) {
      const { shape } = organization;
      const streams = filterStreams(organization.streams, {
        project_id: query.project_ids,
        api_key_id: query.api_key_ids,
      });
      const lines = streams
        .flatMap((stream) => costLines(stream, endOfTraffic(organization, stream), shape))
        .filter(({ dimensions }) => query.line_items?.includes(dimensions.line_item ?? '') !== false);
      const grouping = COST_GROUPS.filter((name) => query.group_by?.includes(name) === true);
      const grouped = groupBy(lines, ({ dimensions }) => grouping.map((name) => dimensions[name]));
      return answerBuckets(organization, query, (bucket) =>
        isShown(bucket, organization)
          ? grouped.flatMap((group) => costRow(sumOf(group, bucket), grouping, bucket, organization) ?? [])
          : [],
      );
    },
  }),
];

/** What the streams cost since `from`, in whole microdollars. */
export function microdollarsSince(
  organization: Organization,
  streams: readonly Stream[],
  from: number,
): number {
  return streams
    .flatMap((stream) => costLines(stream, endOfTraffic(organization, stream), organization.shape))
    .reduce((sum, { price, until, used }) => sum + Math.round(used(from, until) * price), 0);
}

function costLines(stream: Stream, until: number, shape: Shape): CostLine[] {
  const { project_id, user_id, api_key_id, api_source } = stream.dimensions;
  const line = (
    name: string | null,
    unit: string | null,
    price: number,
    used: CostLine['used'],
  ): CostLine => ({
    dimensions: { project_id, user_id, api_key_id, api_source, line_item: name },
    unit,
    price,
    until,
    used,
  });
  if (stream.storedBytes > 0) {
    const gibibytes = stream.storedBytes / 2 ** 30;
    const gibibyteHours = (from: number, end: number) =>
      (gibibytes * Math.max(0, end - Math.max(from, stream.startsAt))) / HOUR;
    return [line(STORAGE[shape], 'gibibyte_hours', STORAGE_PRICE, gibibyteHours)];
  }
  return stream.lineItems.map(({ name, unit, price, measure }) =>
    line(name[shape], unit, price, (from, end) => quantity(stream, measure, from, end)),
  );
}

/** A day's costs come later: live accounts were seen with an empty today. */
function isShown({ end_time }: Bucket, { shape, now }: Organization): boolean {
  return shape === 'documented' || end_time <= now();
}
