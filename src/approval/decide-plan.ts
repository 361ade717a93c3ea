/** What a person decides about a plan outside of the client: on record first, since what nobody can find later does not count. */
import { userInfo } from 'node:os';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Way } from '../model/ask-mode.ts';
import type { Plan } from './plan.ts';
import type { PlanStore } from './plan-store.ts';

export type Desk = {
  plans: PlanStore;
  trail: AuditTrail;
  /** Where the person sits. */
  way: Exclude<Way, 'form'>;
};

/** False when the plan has run out, was decided elsewhere, or may not be approved in this way. */
export async function approvePlan(plan: Plan, { plans, trail, way }: Desk): Promise<boolean> {
  if (!countsIn(plan, way) || !(await plans.pending()).some(({ id }) => id === plan.id)) return false;
  const by = `${userName()} in a ${way}`;
  const call = await trail.intent({ ...lineOf(plan, way), decision: 'granted', approved_by: by });
  const approved = (await plans.approve(plan.id, by)) !== undefined;
  if (!approved) await trail.outcome(call, { outcome: 'too_late' });
  return approved;
}

/** @param deed what the person did, as in `rejected` */
export async function rejectPlan(plan: Plan, deed: string, { plans, trail, way }: Desk): Promise<void> {
  const reason = `${deed} by ${userName()} in a ${way}`;
  await trail.intent({ ...lineOf(plan, way), decision: 'refused', reason });
  await plans.withdraw(plan);
}

/** Whether --ask lets an approval by this way count. */
export function countsIn({ ways }: Plan, way: Way): boolean {
  return ways.includes(way);
}

/** What was typed is the name, however its letters are composed. */
export function isNameOf(plan: Plan, typed: string): boolean {
  return typed.trim().normalize('NFC') === plan.typed.normalize('NFC');
}

/** What every line of the audit trail says first. */
function lineOf(plan: Plan, way: Way) {
  return { profile: plan.profile, client: way, tool: plan.tool, arguments: { plan: plan.id } };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}
