/** What a person at a terminal sees of a plan. */
import { Help } from 'commander';
import type { Plan } from '../../approval/plan.ts';
import { describeSummary } from '../../approval/summary.ts';
import { oneLine } from '../../text/clean.ts';
import { inMinutes } from '../../text/minutes.ts';

/** The whole picture, for whoever approves. */
export function describePlan(plan: Plan, position: number, count: number, now: number): string {
  const head = `${count > 1 ? `${position} of ${count}: ` : ''}${plan.id}, for ${inMinutes(plan.expiresAt - now)} more`;
  const summary = describeSummary(plan.summary).map((line) => `  ${line}`);
  return [head, originOf(plan, now), '', ...summary, '', ''].join('\n');
}

/** In two lines. */
export function listLine(plan: Plan, now: number): string {
  return `${plan.id}, for ${inMinutes(plan.expiresAt - now)} more: ${plan.summary.what}\n  ${originOf(plan, now)}`;
}

function originOf({ origin, profile, proposedAt }: Plan, now: number): string {
  const where = origin.sandbox ? 'the sandbox of server' : `profile ${oneLine(profile)}, server`;
  return `Asked ${inMinutes(now - proposedAt)} ago by ${oneLine(origin.client)} (${where} ${origin.processId})`;
}

/** Between words; what stands behind a blank at the beginning of a line stays behind as many. */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < MIN_COLUMNS) return text;
  const help = new Help();
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return help.boxWrap(line.trimStart(), columns - indent.length).replace(/^/gm, indent);
    })
    .join('\n');
}

const MIN_COLUMNS = 20;
