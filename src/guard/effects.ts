/** What a call really does, read before a person is asked: it stands in place of what calls of its kind may do. */
import Big from 'big.js';
import { RISK_SENTENCES } from '../approval/summary.ts';
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { isRecord } from '../model/record.ts';
import type { Reader } from '../reading/reader.ts';
import { exactNumber } from '../tools/exact-number.ts';
import { mayLockOut } from './lock-out.ts';

/** A short sentence for the first rows of a question, and why. */
export type Effect = { risk: string; because: string };

/**
 * Undefined where nothing more is known than the tool's own risk. Never rejects.
 * @param nowSeconds Unix seconds
 */
export async function effectOf(
  { tool, request, checked }: PreparedWrite,
  reader: Reader,
  nowSeconds: number,
): Promise<Effect | undefined> {
  if (tool.method === 'update' && tool.endpoint.path.endsWith('/spend_limit')) {
    const cents = exactNumber(request.body?.threshold_amount);
    const { project_id: projectId } = checked.values;
    return cents && effectOfLimit(cents.div(100), projectId, reader, nowSeconds);
  }
  // What would have locked somebody out was refused before.
  const left = mayLockOut(tool) ? tool.risk?.once_checked : undefined;
  return left && { risk: RISK_SENTENCES[left.class], because: left.because };
}

async function effectOfLimit(
  limit: Big,
  projectId: unknown,
  reader: Reader,
  nowSeconds: number,
): Promise<Effect> {
  const whose = typeof projectId === 'string' ? "the project's" : 'all';
  const spent = await spentThisMonth(projectId, reader, nowSeconds);
  const amounts = `$${spent?.toFixed(2)} of $${limit.toFixed(2)} are spent this month`;
  if (spent === undefined) {
    return {
      risk: `This may stop ${whose} API traffic at once.`,
      because: "Whether the limit is reached already is unknown: this month's spend could not be read.",
    };
  }
  return spent.gte(limit)
    ? {
        risk: `This stops ${whose} API traffic at once.`,
        because: `${amounts}, so the limit is reached until the month turns.`,
      }
    : { risk: `This may stop ${whose} API traffic.`, because: `So far ${amounts}.` };
}

/** US dollars since the first of the month in UTC; undefined where any of it cannot be read. */
async function spentThisMonth(
  projectId: unknown,
  reader: Reader,
  nowSeconds: number,
): Promise<Big | undefined> {
  const costs = reader.tools.find((tool) => tool.endpoint.path === '/organization/costs');
  if (costs === undefined) return undefined;
  const now = new Date(nowSeconds * 1000);
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) / 1000;
  const projects = typeof projectId === 'string' ? { project_ids: [projectId] } : {};
  try {
    const { items, complete } = await reader.list(costs, { start_time: start, limit: 31, ...projects }, 1);
    if (!complete) return undefined;
    return sumOfCosts(items);
  } catch {
    return undefined;
  }
}

/** The sum over buckets of costs; undefined where an amount is no number. */
export function sumOfCosts(buckets: readonly Record<string, unknown>[]): Big | undefined {
  let sum = new Big(0);
  for (const { results } of buckets) {
    if (!Array.isArray(results)) return undefined;
    for (const row of results) {
      const amount = isRecord(row) && isRecord(row.amount) ? exactNumber(row.amount.value) : undefined;
      if (amount === undefined) return undefined;
      sum = sum.plus(amount);
    }
  }
  return sum;
}
