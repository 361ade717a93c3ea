/** Whose call a plan is, in one line for whoever approves. */
import { oneLine } from '../text/clean.ts';
import { inMinutes } from '../text/minutes.ts';
import type { Plan } from './plan.ts';

/** With its age. */
export function originOf(plan: Plan, now: number): string {
  return `Asked ${inMinutes(now - plan.proposedAt)} ago by ${askerOf(plan)}`;
}

export function askerOf({ origin, profile }: Plan): string {
  const where = origin.sandbox ? 'the sandbox of server' : `profile ${oneLine(profile)}, server`;
  return `${oneLine(origin.client)} (${where} ${origin.processId})`;
}
