/** The spend limit and the alerts that a project or the organization has. */
import { isRecord } from '../../model/record.ts';
import { ApiError } from '../../openai/api-error.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import { type Place, placeTold } from '../place.ts';

/** Whose spending it is: where it stands in the API, and how a person reads it. */
export type Holder = { path: string; given: Record<string, unknown>; told: string };

export const ORGANIZATION: Holder = { path: '/organization', given: {}, told: 'the organization' };

export function holderOf(place: Place): Holder {
  return {
    path: '/organization/projects/{project_id}',
    given: { project_id: place.id },
    told: placeTold(place),
  };
}

/** In cents; `read` is what a write of it is bound to. */
export type PresentLimit = { cents: number; read: Record<string, unknown> };

export type PresentAlert = { cents: number; recipients: string[] };

/** Undefined where none is set. Rejects where it cannot be read: what is not known is not changed by percent. */
export async function readLimit(
  { path, told }: Holder,
  ids: readonly string[],
  reads: ReportReads,
): Promise<PresentLimit | undefined> {
  const {
    threshold_amount: amount,
    currency,
    interval,
  } = (await reads.setting(`${path}/spend_limit`, ids)) ?? {};
  if (amount === undefined) return undefined;
  return {
    cents: centsOf(amount, `spend limit of ${told}`),
    read: {
      threshold_amount: amount,
      ...(currency !== undefined && { currency }),
      ...(interval !== undefined && { interval }),
    },
  };
}

export async function readAlerts(
  { path, told }: Holder,
  ids: readonly string[],
  reads: ReportReads,
): Promise<PresentAlert[]> {
  const alerts = await reads.list(`${path}/spend_alerts`, ids, ['threshold_amount', 'notification_channel']);
  return alerts.map(({ threshold_amount: amount, notification_channel: channel }) => ({
    cents: centsOf(amount, `spend alert of ${told}`),
    recipients: isRecord(channel) ? [channel.recipients ?? []].flat().map(String) : [],
  }));
}

export function recipientsOf(alerts: readonly PresentAlert[]): string[] {
  return [...new Set(alerts.flatMap(({ recipients }) => recipients))];
}

/** An amount that cannot be read is none that could be compared. */
function centsOf(value: unknown, what: string): number {
  const amount = exactNumber(value)?.toNumber();
  if (amount !== undefined) return amount;
  throw new ApiError({
    kind: 'unexpected',
    outcome: 'not_sent',
    message: `A ${what} was answered without an amount that can be read.`,
    next: 'Call again; if it stays so, something on the way answers in place of OpenAI.',
  });
}
