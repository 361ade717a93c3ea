/** Whose call a plan is, and how long ago it was made, in one line for whoever approves. */
import { oneLine } from '../text/clean.ts';
import { inMinutes } from '../text/minutes.ts';
import type { Plan } from './plan.ts';

export function originOf({ origin, profile, proposedAt }: Plan, now: number): string {
  const where = origin.sandbox ? 'the sandbox of server' : `profile ${oneLine(profile)}, server`;
  return `Asked ${inMinutes(now - proposedAt)} ago by ${oneLine(origin.client)} (${where} ${origin.processId})`;
}
