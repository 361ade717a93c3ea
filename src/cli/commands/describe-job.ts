/** What a person at a terminal sees of a job. */
import { isRunning } from '../../files/lock-owner.ts';
import { isFinished, isVoid, type KeptJob, type StepState } from '../../jobs/job-record.ts';
import { goesOn } from '../../jobs/job-store.ts';
import { ownCommand } from '../../model/own-command.ts';
import { showInvisible } from '../../text/shown-form.ts';

export const TITLES = ['JOB', 'BEGUN', 'TOOL', 'PROFILE', 'DONE', 'STATE', 'WHAT'];

/** One row of the list. */
export function jobRow(job: KeptJob, now: number): string[] {
  return [
    job.id,
    minuteOf(job.begunAt),
    job.tool,
    job.profile,
    `${doneIn(job)} of ${job.steps.length}`,
    stateOf(job, now),
    showInvisible(job.what),
  ];
}

/** The whole job, step by step. */
export function describeJob(job: KeptJob, now: number): string {
  const { decision, approvedBy } = job;
  const steps = job.steps.map(({ about, change, item }, index) => {
    const thing = `${about}${item === undefined ? '' : `, ${item}`}${change === '' ? '' : `: ${change}`}`;
    const { word, more } = told(job.states[index] ?? { kind: 'waiting' });
    return `  ${index + 1}. ${word.padEnd(8)} ${thing}${more === '' ? '' : ` (${more})`}`;
  });
  const lines = [
    `${job.id}: ${job.what}`,
    `${job.tool}, profile ${job.profile}, begun ${minuteOf(job.begunAt)} UTC, ${decision}${approvedBy === undefined ? '' : ` by ${approvedBy}`}`,
    `${doneIn(job)} of ${job.steps.length} done; ${stateOf(job, now)}`,
    ...steps,
    ...(job.reach ?? []),
    ...job.notes.map((note) => `Not done: ${note}`),
    ...(job.undo ?? []).map(takenBackBy),
  ];
  return `${lines.map(showInvisible).join('\n')}\n`;
}

/** Between single quotes a shell reads everything but these themselves. */
function takenBackBy({
  tool,
  arguments: given,
}: {
  tool: string;
  arguments: Record<string, unknown>;
}): string {
  const json = JSON.stringify(given).replaceAll("'", '\\u0027');
  return `To take it back: ${ownCommand(`call ${tool} --json '${json}'`)}`;
}

/** Why this job cannot go on, and what to do instead; undefined where it can. */
export function whyOver(job: KeptJob, now: number): string | undefined {
  if (isFinished(job)) return `${job.id} is done. Nothing was sent.`;
  if (isVoid(job)) {
    return `${job.id} ended because something else changed what it acts on. Nothing was sent; ask the assistant to make the call again, and you are asked for what is left.`;
  }
  if (!goesOn(job, now)) {
    return `${job.id} ended at ${minuteOf(job.until)} UTC: what is approved may be carried out for a day. Nothing was sent; ask the assistant to make the call again, and you are asked for what is left.`;
  }
  if (!job.origin.sandbox) return undefined;
  return isRunning(job.origin.processId)
    ? `${job.id} is about the sandbox inside a server that still runs. Nothing was sent; ask the assistant to repeat the call there.`
    : `${job.id} is about a sandbox that ended with its server, so nothing of it is left.`;
}

function stateOf(job: KeptJob, now: number): string {
  if (isFinished(job)) return 'finished';
  const { sandbox, processId } = job.origin;
  return goesOn(job, now) && !(sandbox && !isRunning(processId))
    ? `goes on until ${minuteOf(job.until)}`
    : 'ended';
}

function doneIn({ states }: KeptJob): number {
  return states.filter(({ kind }) => kind === 'done' || kind === 'skipped').length;
}

function told(state: StepState): { word: string; more: string } {
  switch (state.kind) {
    case 'waiting':
      return { word: 'not done', more: '' };
    case 'done':
      return { word: 'done', more: [state.made?.id, ...facts(state.told)].filter(Boolean).join(', ') };
    case 'sending':
      return { word: 'unknown', more: `sent at ${minuteOf(state.since)} UTC, and its end was not seen` };
    case 'unknown':
      return { word: 'unknown', more: state.why };
    case 'skipped':
      return { word: 'left out', more: state.why };
    case 'rejected':
      return { word: 'refused', more: state.why };
    case 'changed':
      return { word: 'changed', more: state.why };
  }
}

/** Where a secret is, and the like. */
function facts(told: Record<string, unknown> = {}): string[] {
  return Object.entries(told).flatMap(([name, value]) =>
    name !== 'of' && typeof value === 'string' ? [`${name.replaceAll('_', ' ')}: ${value}`] : [],
  );
}

/** 2026-11-28 09:30 */
function minuteOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}
