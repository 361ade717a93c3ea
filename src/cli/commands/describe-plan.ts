/** What a person at a terminal sees of a plan. */
import type { Plan } from '../../approval/plan.ts';
import { originOf } from '../../approval/plan-origin.ts';
import { describeSummary } from '../../approval/summary.ts';
import { inWords } from '../../text/duration.ts';

/** The whole picture, for whoever approves. */
export function describePlan(plan: Plan, position: number, count: number, now: number): string {
  const head = `${count > 1 ? `${position} of ${count}: ` : ''}${plan.id}, for ${inWords(plan.expiresAt - now)} more`;
  const summary = describeSummary(plan.summary).map((line) => `  ${line}`);
  return [head, originOf(plan, now), '', ...summary, '', ''].join('\n');
}

/** In two lines. */
export function listLine(plan: Plan, now: number): string {
  return `${plan.id}, for ${inWords(plan.expiresAt - now)} more: ${plan.summary.what}\n  ${originOf(plan, now)}`;
}
