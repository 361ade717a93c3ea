/** The settings that a project has: for one that is there already, and for one whose settings another takes over. */
import { ApiError } from '../../openai/api-error.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import { LIMITS } from '../rate-limits/limit-change.ts';
import { RATE_LIMITS } from '../rate-limits/plan-rate-limits.ts';
import { hostedToolsIn, type PresentGuards } from './guards.ts';

const PROJECT = '/organization/projects/{project_id}';

export type ProjectSettings = PresentGuards & {
  rates: Record<string, unknown>[];
  /** Who hears of its alerts. */
  recipients: string[];
};

export function readRates(id: string, reads: ReportReads): Promise<Record<string, unknown>[]> {
  return reads.list(RATE_LIMITS, [id], ['id', 'model', 'object', ...Object.values(LIMITS)]);
}

/** Rejects where one of them cannot be read: what is not known is not taken over, nor left as it is. */
export async function readSettings(id: string, reads: ReportReads): Promise<ProjectSettings> {
  const [rates, limit, alerts, models, tools] = await Promise.all([
    readRates(id, reads),
    reads.setting(`${PROJECT}/spend_limit`, [id]),
    reads.list(`${PROJECT}/spend_alerts`, [id], ['threshold_amount', 'notification_channel']),
    reads.setting(`${PROJECT}/model_permissions`, [id]),
    reads.get(`${PROJECT}/hosted_tool_permissions`, [id]),
  ]);
  const recipients = alerts.flatMap(({ notification_channel: channel }) =>
    typeof channel === 'object' && channel !== null && 'recipients' in channel
      ? [channel.recipients].flat().map(String)
      : [],
  );
  const { mode, model_ids: ids } = models ?? {};
  return {
    rates,
    spendLimit: limit && cents(limit.threshold_amount, 'spend limit'),
    alerts: alerts.map(({ threshold_amount: amount }) => cents(amount, 'spend alert')),
    recipients: [...new Set(recipients)],
    models: typeof mode === 'string' && Array.isArray(ids) ? { mode, ids: ids.map(String) } : undefined,
    hostedTools: hostedToolsIn(tools),
  };
}

/** An amount that cannot be read is none that could be compared. */
function cents(value: unknown, what: string): number {
  const amount = exactNumber(value)?.toNumber();
  if (amount !== undefined) return amount;
  throw new ApiError({
    kind: 'unexpected',
    outcome: 'not_sent',
    message: `The ${what} of a project was answered without an amount that can be read.`,
    next: 'Call again; if it stays so, something on the way answers in place of OpenAI.',
  });
}
