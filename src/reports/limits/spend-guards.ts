/** What stops or announces spending, of the organization or of a project: the hard limit, which need not be set, and the alerts. */
import type Big from 'big.js';
import { OutOfTime } from '../../reading/shared-time.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';

/** In dollars. `limit` is null where none is set; what could not be read is undefined, and `gaps` say why. */
export type SpendLimit = {
  limit?: Big | null;
  /** Whether OpenAI says that it refuses calls now. */
  isBlocking: boolean;
  gaps: string[];
  /** There was no time left for it. */
  late: boolean;
};

/** In dollars, in order of their thresholds; undefined where they could not be read. */
export type SpendAlerts = { alerts?: Big[]; gaps: string[] };

/** @param owner the path of the organization, or of a project with its ID in `ids` */
export async function readSpendLimit(
  owner: string,
  ids: readonly string[],
  reads: ReportReads,
): Promise<SpendLimit> {
  const read: SpendLimit = { isBlocking: false, gaps: [], late: false };
  try {
    const set = await reads.setting(`${owner}/spend_limit`, ids);
    if (set === undefined) return { ...read, limit: null };
    const { enforcement } = set as { enforcement?: { status?: unknown } | null };
    read.isBlocking = enforcement?.status === 'enforcing';
    const limit = dollarsOf(set);
    if (limit === undefined) read.gaps.push('spend limit: its amount could not be read');
    else read.limit = limit;
  } catch (error) {
    read.late = error instanceof OutOfTime;
    read.gaps.push(`spend limit: ${whyUnread(error)}`);
  }
  return read;
}

/** @param owner as of the limit */
export async function readSpendAlerts(
  owner: string,
  ids: readonly string[],
  reads: ReportReads,
): Promise<SpendAlerts> {
  try {
    const list = await reads.list(`${owner}/spend_alerts`, ids, ['threshold_amount']);
    const amounts = list.map(dollarsOf);
    const alerts = amounts.filter((amount) => amount !== undefined);
    if (alerts.length < amounts.length) return { gaps: ['spend alerts: an amount could not be read'] };
    return { alerts: alerts.sort((one, other) => one.cmp(other)), gaps: [] };
  } catch (error) {
    return { gaps: [`spend alerts: ${whyUnread(error)}`] };
  }
}

/** Limits and alerts are in cents, costs in dollars. */
function dollarsOf({ threshold_amount: cents }: Record<string, unknown>): Big | undefined {
  return exactNumber(cents)?.div(100);
}
