/** One row of the costs: the sum of a group in a day, as documented or as live accounts get it. */
import type { Organization } from '../organization/organization.ts';
import { DAY } from '../seconds.ts';
import type { Dimensions } from '../traffic/stream.ts';
import type { Bucket } from '../traffic/time-buckets.ts';

export const COST_GROUPS = ['project_id', 'user_id', 'api_key_id', 'api_source', 'line_item'] as const;

type CostGroup = (typeof COST_GROUPS)[number];

/** One line item of one stream; `used` is its quantity in a time range. */
export type CostLine = {
  dimensions: Pick<Dimensions, 'project_id' | 'user_id' | 'api_key_id' | 'api_source'> & {
    line_item: string | null;
  };
  unit: string | null;
  /** Microdollars for one; 0 for what is free. */
  price: number;
  until: number;
  used: (from: number, until: number) => number;
};

type CostSum = { first: CostLine | undefined; microdollars: number; quantity: number };

/** In whole microdollars a line, so that every grouping adds up to the same total. */
export function sumOf(group: readonly CostLine[], { start_time, end_time }: Bucket): CostSum {
  let microdollars = 0;
  let quantity = 0;
  for (const { price, until, used } of group) {
    const amount = used(start_time, Math.min(end_time, until));
    microdollars += Math.round(amount * price);
    quantity += amount;
  }
  return { first: group[0], microdollars, quantity };
}

/** Nothing at all where nothing was spent; but live reports by line item show what was free. */
export function costRow(
  { first, microdollars, quantity }: CostSum,
  grouping: readonly CostGroup[],
  bucket: Bucket,
  organization: Organization,
) {
  const isLive = organization.shape === 'live';
  const byLineItem = grouping.includes('line_item');
  const isFree = isLive && byLineItem && quantity > 0;
  if (first === undefined || (microdollars <= 0 && !isFree)) return undefined;
  const labels = Object.fromEntries(
    COST_GROUPS.map((name) => [name, grouping.includes(name) ? first.dimensions[name] : null]),
  );
  const day = bucket.start_time / DAY;
  const dollars = microdollars / 1e6;
  const value = isLive ? liveAmount(microdollars, byLineItem, day) : byLineItem ? String(dollars) : dollars;
  return {
    object: 'organization.costs.result',
    amount: { value, currency: 'usd' },
    ...labels,
    quantity: byLineItem ? Math.round(quantity * 1e6) / 1e6 : null,
    quantity_unit: byLineItem ? first.unit : null,
    ...(isLive && undocumentedLabels(labels, day, organization)),
  };
}

/** Text by line item, and on every third day: plain, with many zeros at its end, or with an exponent. */
function liveAmount(microdollars: number, byLineItem: boolean, day: number): string | number {
  const dollars = microdollars / 1e6;
  if (!byLineItem && day % 3 !== 0) return dollars;
  if (microdollars === 0) return '0E-6176';
  if (dollars < 0.1) return dollars.toExponential();
  return day % 2 === 0 ? dollars.toFixed(6) + '0'.repeat(33) : String(dollars);
}

/** They come and go from day to day, and say again what an ID says. */
function undocumentedLabels(
  { project_id, user_id }: Record<string, string | null>,
  day: number,
  { id, projects, users }: Organization,
) {
  if (day % 2 === 0) return {};
  const project = project_id ? projects.get(project_id)?.name : undefined;
  const email = user_id ? users.get(user_id)?.email : undefined;
  return {
    organization_id: id,
    organization_name: 'Halden Works',
    ...(project !== undefined && { project_name: project }),
    ...(email !== undefined && { user_email: email }),
  };
}
