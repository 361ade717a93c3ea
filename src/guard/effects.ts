/** What a call really does, read before a person is asked: it stands in place of what calls of its kind may do. */
import type Big from 'big.js';
import { RISK_SENTENCES } from '../approval/summary.ts';
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { Reader } from '../reading/reader.ts';
import { exactNumber } from '../tools/exact-number.ts';
import { mayLockOut } from './lock-out.ts';
import { spentSince } from './spend.ts';

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
  project: unknown,
  reader: Reader,
  nowSeconds: number,
): Promise<Effect> {
  const projectId = typeof project === 'string' ? project : undefined;
  const whose = projectId === undefined ? 'all' : "the project's";
  const spent = await spentSince(monthStart(nowSeconds), projectId, reader);
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

/** Unix seconds at which the month began in UTC, as OpenAI counts it. */
function monthStart(nowSeconds: number): number {
  const now = new Date(nowSeconds * 1000);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) / 1000;
}
