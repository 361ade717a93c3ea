/** What a job is: the steps that its arguments and what was read come to, as plain data in the order of their sending. */
import type { ReportReads } from '../reports/report-reads.ts';
import type { Method } from '../specs/methods-and-risks.ts';

/** In place of an argument: a member of what an earlier step will have made, by dotted name. */
export type Made = { madeBy: number; member: string };

/** In place of an argument: the ID of the entry of a list in which `member` is `value`, read when its step is due. */
export type Listed = { listedAt: string; ids: (string | Made)[]; member: string; value: string };

/** One write, by the operation that it is; `given` holds the arguments of that operation's tool. */
export type JobStep = {
  method: Extract<Method, 'create' | 'update' | 'delete' | 'action'>;
  path: string;
  given: Record<string, unknown>;
  /** How a person reads it: steps of the same `about` and `change` share a line, with their `item`s. */
  about: string;
  change: string;
  item?: string;
  /** What it acts on, as it was read for the plan; read again where it is absent. */
  now?: Record<string, unknown>;
  /** Hours for which nobody may have used what it acts on when it is due, where that alone let it through or was shown. */
  idleHours?: number;
};

/** What a job would do now. */
export type PlannedJob = {
  /** E.g. `Set rate limits: "Search" (proj_1)`. */
  what: string;
  /** What a person types to approve, where it can be typed. */
  names: string[];
  /** What it sets, in a few words each, what matters most first. */
  brief: string[];
  steps: JobStep[];
  /** What is not done, and why: a sentence each. */
  notes: string[];
  /** What comes of it besides its steps: a sentence each. */
  reach?: string[];
  /** Why a person is asked whatever would let it through; absent where the steps alone decide that. */
  asks?: string;
  /** Ready calls that take back what can be taken back. */
  undo?: { tool: string; arguments: Record<string, unknown> }[];
};

/**
 * What the last run of the same call did: `made` by its creates, and for a day after it the steps that are done, so that a
 * change in percent counts from what was before it.
 */
export type EarlierRun = { made: { path: string; id: string }[]; steps: JobStep[] };

export type JobInputs = {
  /** Checked arguments, IDs in place of names. */
  values: Record<string, unknown>;
  reads: ReportReads;
  earlier: EarlierRun | undefined;
  /** IDs of what jobs of the same tool made, whatever their arguments, youngest first. */
  madeBefore(): Promise<string[]>;
  /** Milliseconds since 1970. */
  now: number;
};

/** Reads and sends nothing else. Rejects with ArgumentError, NotAllowed and what reading throws. */
export type Job = (inputs: JobInputs) => Promise<PlannedJob>;

export function isMade(value: unknown): value is Made {
  return typeof value === 'object' && value !== null && 'madeBy' in value;
}

export function isListed(value: unknown): value is Listed {
  return typeof value === 'object' && value !== null && 'listedAt' in value;
}
