/** What stops or announces spending, of the organization or of a project: the hard limit, which need not be set, and the alerts. */
import type Big from 'big.js';
import { OutOfTime } from '../../reading/shared-time.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';

/** In dollars. `limit` is null where none is set; what could not be read is undefined, and `gaps` say why. */
export type SpendGuards = {
  limit?: Big | null;
  /** Whether OpenAI says that it refuses calls now. */
  isBlocking: boolean;
  /** In order of their thresholds. */
  alerts?: Big[];
  gaps: string[];
  /** There was no time left for some of it. */
  late: boolean;
};

/** @param owner the path of the organization, or of a project with its ID in `ids` */
export async function readSpendGuards(
  owner: string,
  ids: readonly string[],
  reads: ReportReads,
): Promise<SpendGuards> {
  const [limit, alerts] = await Promise.allSettled([
    reads.setting(`${owner}/spend_limit`, ids),
    reads.list(`${owner}/spend_alerts`, ids, ['threshold_amount']),
  ]);
  const guards: SpendGuards = { isBlocking: false, gaps: [], late: false };
  const isUnread = (what: string, error: unknown) => {
    if (error instanceof OutOfTime) guards.late = true;
    guards.gaps.push(`${what}: ${whyUnread(error)}`);
  };
  if (limit.status === 'rejected') isUnread('spend limit', limit.reason);
  else if (limit.value === undefined) guards.limit = null;
  else {
    const amount = dollarsOf(limit.value);
    const { enforcement } = limit.value as { enforcement?: { status?: unknown } | null };
    guards.isBlocking = enforcement?.status === 'enforcing';
    if (amount === undefined) guards.gaps.push('spend limit: its amount could not be read');
    else guards.limit = amount;
  }
  if (alerts.status === 'rejected') isUnread('spend alerts', alerts.reason);
  else {
    const amounts = alerts.value.map(dollarsOf);
    const readable = amounts.filter((amount) => amount !== undefined);
    if (readable.length < amounts.length) guards.gaps.push('spend alerts: an amount could not be read');
    else guards.alerts = readable.sort((one, other) => one.cmp(other));
  }
  return guards;
}

/** Limits and alerts are in cents, costs in dollars. */
function dollarsOf({ threshold_amount: cents }: Record<string, unknown>): Big | undefined {
  return exactNumber(cents)?.div(100);
}
