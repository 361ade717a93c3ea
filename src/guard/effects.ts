/** What a call really does, read before a person is asked: it decides whether one is, and stands in place of what calls of its kind may do. */
import type Big from 'big.js';
import { RISK_SENTENCES } from '../approval/summary.ts';
import { exactNumber } from '../tools/exact-number.ts';
import { type Effect, type EffectCase, type OperationCase, operationAmong } from './effect.ts';
import { grantsOwnerRights } from './granted-roles.ts';
import { mayLockOut } from './lock-out.ts';
import { stopsByRateLimit } from './rate-limit-effect.ts';
import { readMonthSpend } from './spend.ts';
import { removesAlert, silencesAlert } from './spend-alert-effect.ts';
import { movesEvents, sendsEvents } from './webhook-effect.ts';
import {
  changesIssuer,
  changesWhoComesIn,
  letsWorkloadsIn,
  trustsIssuer,
} from './workload-identity-effect.ts';

const EFFECTS: Record<string, (one: OperationCase) => Promise<Effect | undefined>> = {
  'DELETE /organization/spend_limit': removesLimit,
  'DELETE /organization/projects/{}/spend_limit': removesLimit,
  'POST /organization/spend_limit': setsLimit,
  'POST /organization/projects/{}/spend_limit': setsLimit,
  'DELETE /organization/spend_alerts/{}': removesAlert,
  'DELETE /organization/projects/{}/spend_alerts/{}': removesAlert,
  'POST /organization/spend_alerts/{}': silencesAlert,
  'POST /organization/projects/{}/spend_alerts/{}': silencesAlert,
  'POST /organization/projects/{}/rate_limits/{}': stopsByRateLimit,
  'POST /webhook_endpoints': sendsEvents,
  'POST /webhook_endpoints/{}': movesEvents,
  'POST /organization/workload_identity_providers': trustsIssuer,
  'POST /organization/workload_identity_providers/{}': changesIssuer,
  'POST /organization/workload_identity_providers/{}/federation_rules': letsWorkloadsIn,
  'POST /organization/workload_identity_providers/{}/federation_rules/{}': changesWhoComesIn,
};

/** Undefined where nothing more is known than the tool's own risk. Rejects with what reading its target does. */
export async function effectOf(one: EffectCase): Promise<Effect | undefined> {
  const { tool } = one.write;
  const { operation = '', ids = [] } = operationAmong(one.write, Object.keys(EFFECTS)) ?? {};
  const effect = await (EFFECTS[operation] ?? grantsOwnerRights)({ ...one, ids });
  if (effect !== undefined) return effect;
  // What would have locked somebody out was refused before.
  const left = mayLockOut(one.write) ? tool.risk?.once_checked : undefined;
  return left && { ...left, risk: RISK_SENTENCES[left.class] };
}

async function removesLimit({ ids: [project] }: OperationCase): Promise<Effect> {
  return {
    class: 'costly',
    risk: project
      ? 'Nothing but a limit of the organization stops its spending then.'
      : 'Nothing but limits of single projects stops the spending then.',
    because: 'Spending may go on at any height until a limit is set again.',
  };
}

async function setsLimit({ write, ids, reader, nowSeconds }: OperationCase): Promise<Effect | undefined> {
  const cents = exactNumber(write.request.body?.threshold_amount);
  if (cents === undefined) return undefined;
  return effectOfLimit(cents.div(100), ids[0], { reader, nowSeconds });
}

async function effectOfLimit(
  limit: Big,
  projectId: string | undefined,
  { reader, nowSeconds }: Pick<EffectCase, 'reader' | 'nowSeconds'>,
): Promise<Effect> {
  const whose = projectId === undefined ? 'all' : "the project's";
  const spend = await readMonthSpend(nowSeconds, projectId, reader);
  if (spend === undefined) {
    return {
      class: 'stops_traffic',
      risk: `This may stop ${whose} API traffic at once.`,
      because: "Whether the limit is reached already is unknown: this month's spend could not be read.",
    };
  }
  const { spent, daily } = spend;
  const amounts = `$${spent.toFixed(2)} of $${limit.toFixed(2)} are spent this month`;
  if (spent.gte(limit)) {
    return {
      class: 'stops_traffic',
      risk: `This stops ${whose} API traffic at once.`,
      because: `${amounts}, so the limit is reached until the month turns.`,
    };
  }
  if (spent.plus(daily).gte(limit)) {
    return {
      class: 'stops_traffic',
      risk: `This stops ${whose} API traffic within a day.`,
      because: `So far ${amounts}, and $${daily.toFixed(2)} a day, so the limit is reached within a day and until the month turns.`,
    };
  }
  return { class: 'costly', risk: `This may stop ${whose} API traffic.`, because: `So far ${amounts}.` };
}
