/** Whose call a plan is, in one line for whoever approves. */
import { oneLine } from '../text/clean.ts';
import { inWords } from '../text/duration.ts';
import type { Plan } from './plan.ts';

/** With its age. */
export function originOf(plan: Plan, now: number): string {
  const age = now - plan.proposedAt;
  return `Asked ${age < 60_000 ? 'just now' : `${inWords(age)} ago`} by ${askerOf(plan)}`;
}

export function askerOf({ origin, profile }: Plan): string {
  const where = origin.sandbox ? 'the sandbox of server' : `profile ${oneLine(profile)}, server`;
  return `${oneLine(origin.client)} (${where} ${origin.processId})`;
}
