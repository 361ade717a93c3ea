/** One row of the costs: the sum of a group in a day, as documented or as live accounts get it. */
import { fractionAt, hash } from '../data/random.ts';
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
  const dollars = microdollars / 1e6;
  const chance = chanceOf(`${bucket.start_time / DAY} ${Object.values(labels).join(' ')}`);
  const value = isLive
    ? liveAmount(microdollars, byLineItem, chance)
    : byLineItem
      ? String(dollars)
      : dollars;
  return {
    object: 'organization.costs.result',
    amount: { value, currency: 'usd' },
    ...labels,
    quantity: byLineItem ? Math.round(quantity * 1e6) / 1e6 : null,
    quantity_unit: byLineItem ? first.unit : null,
    ...(isLive && undocumentedLabels(labels, chance, organization)),
  };
}

/** What happens to about `share` of all rows happens to this one; each thing that happens has its own `position`. */
type Chance = (position: number, share: number) => boolean;

function chanceOf(row: string): Chance {
  const seed = hash(row);
  return (position, share) => fractionAt(seed, position) < share;
}

/** Mostly text by line item, and now and then without: plain, with many zeros at its end, or with an exponent. */
function liveAmount(microdollars: number, byLineItem: boolean, chance: Chance): string | number {
  const dollars = microdollars / 1e6;
  if (!chance(1, byLineItem ? 0.8 : 0.3)) return dollars;
  if (microdollars === 0) return '0E-6176';
  if (dollars < 0.1) return dollars.toExponential();
  return chance(2, 1 / 2) ? dollars.toFixed(6) + '0'.repeat(33) : String(dollars);
}

/** They come and go from row to row, in one group too, and say again what an ID says. */
function undocumentedLabels(
  { project_id, user_id }: Record<string, string | null>,
  chance: Chance,
  { id, projects, users }: Organization,
) {
  if (chance(3, 1 / 2)) return {};
  const project = project_id ? projects.get(project_id)?.name : undefined;
  const email = user_id ? users.get(user_id)?.email : undefined;
  return {
    organization_id: id,
    organization_name: 'Halden Works',
    ...(project !== undefined && { project_name: project }),
    ...(email !== undefined && { user_email: email }),
  };
}
