/** What is kept of a job that may be carried out: its steps, who approved them, and how far it came. */
import type { Way } from '../model/ask-mode.ts';
import type { ServerLimits } from '../model/server-limits.ts';
import type { EarlierRun, JobStep } from './job.ts';

/**
 * `since` is when it was sent, in milliseconds since 1970; `made` what later steps need of what it made. `changed` is what
 * somebody else changed after it was approved: it ends the job, and what is left is shown anew.
 */
export type StepState =
  | { kind: 'waiting' }
  | { kind: 'sending'; since: number }
  | { kind: 'done'; made?: Record<string, string>; told?: Record<string, unknown> }
  | { kind: 'skipped'; why: string }
  | { kind: 'rejected'; why: string }
  | { kind: 'changed'; why: string }
  | { kind: 'unknown'; since: number; why: string };

/** `seen` is the digest of what it acts on as it was approved; absent for what an earlier step makes. */
export type KeptStep = JobStep & { seen?: string };

export type JobRecord = {
  id: string;
  tool: string;
  /** Digest of tool, arguments and principal: the same call again is the same job. */
  key: string;
  /** Of the call, with IDs in place of names. */
  arguments: Record<string, unknown>;
  profile: string;
  /** The server's process, and whether it acted on the sandbox, which ends with it. */
  origin: { processId: number; sandbox: boolean };
  what: string;
  /** As planned: what comes of it, and what is not done. */
  reach?: string[];
  notes: string[];
  undo?: { tool: string; arguments: Record<string, unknown> }[];
  steps: KeptStep[];
  /** As the audit trail has it: `allowed`, `pre-approved` or `approved`. */
  decision: 'allowed' | 'pre-approved' | 'approved';
  approvedBy?: string;
  /** The ways in which it may have been approved; absent where nobody was asked. */
  ways?: readonly Way[];
  /** Of the server that began it. */
  limits: ServerLimits;
  /** Why it was let through, as the audit trail has it. */
  reason?: string;
  /** What the run before this one had done, which its steps do not hold. */
  earlier?: EarlierRun;
  /** Milliseconds since 1970; what is approved may be carried out until then. */
  begunAt: number;
  until: number;
};

export type KeptJob = JobRecord & { states: StepState[] };

export function isFinished({ states }: KeptJob): boolean {
  return states.every(({ kind }) => kind === 'done' || kind === 'skipped');
}

/** Whether something else changed what a step acts on, so that the approval holds for none of what is left. */
export function isVoid({ states }: KeptJob): boolean {
  return states.some(({ kind }) => kind === 'changed');
}

/**
 * What this run and those before it did. A change in percent counts from what was before the first of them, until a day
 * after one that was done; what may have been sent counts as done.
 * @param now milliseconds since 1970
 */
export function earlierRun(job: KeptJob, now: number): EarlierRun {
  const { steps, states, until, earlier = { made: [], steps: [] } } = job;
  const isForgotten = isFinished(job) && until <= now;
  const sent = steps.filter((_, index) => SENT.includes(states[index]?.kind ?? 'waiting'));
  const made = steps.flatMap(({ method, path }, index) => {
    const state = states[index];
    const id = state?.kind === 'done' ? state.made?.id : undefined;
    return method === 'create' && id !== undefined ? [{ path, id }] : [];
  });
  return {
    steps: isForgotten ? [] : firstOf([...earlier.steps, ...sent], placeOf),
    // The youngest that was made is the one to complete.
    made: firstOf([...made, ...earlier.made], ({ path, id }) => `${path} ${id}`),
  };
}

/** IDs of what jobs of one tool made, in the order of the jobs. */
export function madeByTool(tool: string, jobs: readonly KeptJob[]): string[] {
  const own = jobs.filter((job) => job.tool === tool);
  return own.flatMap((job) => earlierRun(job, Number.POSITIVE_INFINITY).made.map(({ id }) => id));
}

const SENT: StepState['kind'][] = ['done', 'sending', 'unknown'];

/** The thing that a step changes. */
function placeOf({ method, path, given }: JobStep): string {
  const ids = path.match(/[^{}]+(?=\})/g) ?? [];
  return JSON.stringify([method, path, ...ids.map((name) => given[name])]);
}

function firstOf<T>(all: readonly T[], nameOf: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(nameOf(one))) first.set(nameOf(one), one);
  return [...first.values()];
}
