/** The month's spend so far, by project and in all. */
import Big from 'big.js';
import { defined } from '../../model/record.ts';
import type { ActiveProject, ActiveProjects } from '../active-projects.ts';
import type { CostSums } from '../costs/cost-sums.ts';
import { type Costs, readCosts } from '../costs/read-costs.ts';
import { refusedGroups } from '../fewer-groups.ts';
import type { Period } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';

export type Spend = { costs?: Costs; gaps: string[] };

export async function readSpend(
  month: Period,
  projects: readonly string[] | undefined,
  reads: ReportReads,
): Promise<Spend> {
  try {
    const query = { by: ['project'] as const, ...month, withToday: true, ...defined({ projects }) };
    const costs = await readCosts(query, reads);
    // Without it nothing says whose the costs are, and no project spent nothing.
    if (costs.by.length === 0)
      return { gaps: refusedGroups(query.by).map((gap) => `costs of this month: ${gap}`) };
    return { costs, gaps: costs.gaps.map((gap) => `costs: ${gap}`) };
  } catch (error) {
    return { gaps: [`costs of this month: ${whyUnread(error)}`] };
  }
}

/** In the place of a list that could not be read. @throws its error where there are no costs either */
export function thoseThatSpent({ costs }: Spend, error: unknown): ActiveProjects {
  if (costs === undefined) throw error;
  const ids = [...costs.sums.groups.values()].flatMap(({ values: [id] }) => id ?? []);
  const why = `list of projects: ${whyUnread(error)}; those that spent something this month stand in its place`;
  return { projects: ids.map((id) => ({ id, name: null })), left: [], gaps: [why] };
}

/** In dollars, as limits and alerts are; undefined where nothing of the costs could be read. */
export function spentBy(project: string | undefined, spend: Spend): Big | undefined {
  const { costs } = spend;
  return costs && dollarsOf(costs.sums, project).plus(todaysBy(project, spend));
}

export function todaysBy(project: string | undefined, { costs }: Spend): Big {
  return costs === undefined ? new Big(0) : dollarsOf(costs.today, project);
}

function dollarsOf({ total, groups }: CostSums, project: string | undefined): Big {
  const money = project === undefined ? total : groups.get(JSON.stringify([project]))?.money;
  return money?.in('usd') ?? new Big(0);
}

/** By whole days, which stay as they are between one call and the next. */
export function bySpend({ costs }: Spend) {
  const spent = ({ id }: ActiveProject) => (costs ? dollarsOf(costs.sums, id) : new Big(0));
  return (one: ActiveProject, other: ActiveProject) =>
    spent(other).cmp(spent(one)) || (one.id < other.id ? -1 : 1);
}
