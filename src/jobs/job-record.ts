/** What is kept of a job that may be carried out: its steps, who approved them, and how far it came. */
import type { EarlierRun, JobStep } from './job.ts';

/** `since` is when it was sent, in milliseconds since 1970; `made` what later steps need of what it made. */
export type StepState =
  | { kind: 'todo' }
  | { kind: 'sending'; since: number }
  | { kind: 'done'; made?: Record<string, string>; told?: Record<string, unknown> }
  | { kind: 'skipped'; why: string }
  | { kind: 'rejected'; why: string }
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
  notes: string[];
  undo?: { tool: string; arguments: Record<string, unknown> }[];
  steps: KeptStep[];
  /** As the audit trail has it: `allowed`, `pre-approved` or `approved`. */
  decision: 'allowed' | 'pre-approved' | 'approved';
  approvedBy?: string;
  /** Why it was let through, as the audit trail has it. */
  reason?: string;
  /** Milliseconds since 1970; what is approved may be carried out until then. */
  begunAt: number;
  until: number;
};

export type KeptJob = JobRecord & { states: StepState[] };

export function isFinished({ states }: KeptJob): boolean {
  return states.every(({ kind }) => kind === 'done' || kind === 'skipped');
}

/** @param now milliseconds since 1970 */
export function earlierRun({ steps, states, until }: KeptJob, now: number): EarlierRun {
  return {
    steps: until > now ? steps.filter((_, index) => states[index]?.kind === 'done') : [],
    made: steps.flatMap(({ method, path }, index) => {
      const state = states[index];
      const id = state?.kind === 'done' ? state.made?.id : undefined;
      return method === 'create' && id !== undefined ? [{ path, id }] : [];
    }),
  };
}

/** IDs of what jobs of one tool made, in the order of the jobs. */
export function madeByTool(tool: string, jobs: readonly KeptJob[]): string[] {
  const own = jobs.filter((job) => job.tool === tool);
  return own.flatMap((job) => earlierRun(job, Number.POSITIVE_INFINITY).made.map(({ id }) => id));
}
