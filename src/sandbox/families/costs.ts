/** The costs operation: money by UTC day, computed from the seeded traffic and the prices of the models. */
import * as z from 'zod';
import { operation } from '../http/operation.ts';
import { limitUpTo, list, optionalInteger, optionalText, requiredInteger } from '../http/query-rules.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { HOUR } from '../seconds.ts';
import { endOfTraffic, filterStreams, groupBy } from '../traffic/group-rows.ts';
import { type Dimensions, quantity, type Stream } from '../traffic/stream.ts';
import { answerBuckets, type Bucket } from '../traffic/time-buckets.ts';

/** Microdollars for keeping a gibibyte for an hour: 10 cents a day. */
const STORAGE_PRICE = 4167;

const GROUPS = ['project_id', 'user_id', 'api_key_id', 'api_source', 'line_item'] as const;

type CostGroup = (typeof GROUPS)[number];

/** One line item of one stream; `used` is its quantity in a time range. */
type CostLine = {
  dimensions: Pick<Dimensions, 'project_id' | 'user_id' | 'api_key_id' | 'api_source'> & {
    line_item: string;
  };
  unit: string | null;
  /** Microdollars for one. */
  price: number;
  until: number;
  used: (from: number, until: number) => number;
};

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
      group_by: list(z.enum(GROUPS)),
      limit: limitUpTo(180, 7),
      page: optionalText,
    }),
    handle({ organization, query }) {
      const streams = filterStreams(organization.streams, {
        project_id: query.project_ids,
        api_key_id: query.api_key_ids,
      });
      const lines = streams
        .flatMap((stream) => costLines(stream, endOfTraffic(organization, stream)))
        .filter(({ dimensions }) => query.line_items?.includes(dimensions.line_item) !== false);
      const grouping = GROUPS.filter((name) => query.group_by?.includes(name) === true);
      const grouped = groupBy(lines, ({ dimensions }) => grouping.map((name) => dimensions[name]));
      return answerBuckets(organization, query, (bucket) =>
        grouped.flatMap((group) => costResult(group, grouping, bucket) ?? []),
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
    .flatMap((stream) => costLines(stream, endOfTraffic(organization, stream)))
    .reduce((sum, { price, until, used }) => sum + Math.round(used(from, until) * price), 0);
}

function costLines(stream: Stream, until: number): CostLine[] {
  const { project_id, user_id, api_key_id, api_source } = stream.dimensions;
  const line = (name: string, unit: string | null, price: number, used: CostLine['used']): CostLine => ({
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
    return [line('vector store storage', 'gibibyte_hours', STORAGE_PRICE, gibibyteHours)];
  }
  return stream.lineItems.map(({ name, unit, price, measure }) =>
    line(name, unit, price, (from, end) => quantity(stream, measure, from, end)),
  );
}

/**
 * The sum of a group in a bucket, in whole microdollars a line so that every grouping adds up to the same
 * total. The live API was seen to send the amount as a string when grouped by line item, and as a number
 * otherwise. Nothing at all where nothing was spent.
 */
function costResult(group: readonly CostLine[], grouping: readonly CostGroup[], bucket: Bucket) {
  let microdollars = 0;
  let total = 0;
  for (const { price, until, used } of group) {
    const amount = used(bucket.start_time, Math.min(bucket.end_time, until));
    microdollars += Math.round(amount * price);
    total += amount;
  }
  const [first] = group;
  if (first === undefined || microdollars <= 0) return undefined;
  const dollars = microdollars / 1e6;
  const byLineItem = grouping.includes('line_item');
  return {
    object: 'organization.costs.result',
    amount: { value: byLineItem ? String(dollars) : dollars, currency: 'usd' },
    ...Object.fromEntries(
      GROUPS.map((name) => [name, grouping.includes(name) ? first.dimensions[name] : null]),
    ),
    quantity: byLineItem ? Math.round(total * 1e6) / 1e6 : null,
    quantity_unit: byLineItem ? first.unit : null,
  };
}
