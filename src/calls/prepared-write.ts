/** The types between a call that is ready to write and the guard that decides whether it may. */

import type { EarlierRun, PlannedJob } from '../jobs/job.ts';
import type { ApiResponse } from '../model/api-request.ts';
import type { PreparedCall } from '../tools/build-request.ts';

/** Who calls, as far as the protocol tells, and what they answered when they were asked. */
export type Caller = {
  /** Name and version that the client gave. */
  client: string;
  /** Whether the client says that it can put a form before its user. */
  canAsk: boolean;
  /** The user's answer to the form of the round before. */
  answer?: { action: 'accept' | 'decline' | 'cancel'; typed?: string };
  /** The sealed state of the round before; anybody may have written it. */
  state?: string;
  /** Where the caller wants to hear how far a long read is: how many requests were answered. */
  onProgress?: (answered: number) => void;
  /** Waits until the end, as a person in a terminal does; others give up on a call after a minute. */
  hasTime?: true;
};

/** A prepared call that writes. */
export type PreparedWrite = PreparedCall;

/** What became of a write. */
export type WriteOutcome =
  /** OpenAI carried it out; `more` is told beside the answer. */
  | { kind: 'done'; response: ApiResponse; more: Record<string, unknown> }
  /** Nothing was sent and nothing is wrong: a dry run, or a plan that waits for a human. */
  | { kind: 'withheld'; result: Record<string, unknown> }
  /** Nothing was sent, and the reason. */
  | { kind: 'refused'; message: string }
  /** It was sent and did not end well; `message` replaces the error's own, `more` is told beside it. */
  | { kind: 'failed'; error: unknown; message?: string; more: Record<string, unknown> }
  /** The user has to be asked; the call comes again with the answer and `state`. */
  | { kind: 'ask'; message: string; label: string; description: string; state: string };

/** A call of a job: the tool with its checked arguments, and how its steps are found. */
export type JobCall = {
  prepared: PreparedCall;
  /** What was asked for, with patterns as they came: the same again is the same job, whatever fits them by then. */
  asked: Record<string, unknown>;
  /**
   * `notAllowed` says why nothing of it may be read.
   * @param earlier what the last run of the same call made
   * @param madeBefore IDs of what jobs of the same tool made
   */
  plan(
    earlier: EarlierRun | undefined,
    madeBefore: () => Promise<string[]>,
  ): Promise<PlannedJob | { notAllowed: string }>;
};

/** What became of a job; `answered` tells what is done, what is not and what nobody knows, and `secrets` are those in it. */
export type JobOutcome =
  | { kind: 'answered'; result: Record<string, unknown>; secrets?: readonly string[] }
  | Exclude<WriteOutcome, { kind: 'done' }>;

/** Stands between prepared calls and OpenAI. */
export type WriteGuard = {
  /**
   * Why a call or a look-up that reads may not be sent, for the caller; undefined when it may. Never rejects.
   * `origin` is `report` or `job` for what these read; the caller's own read when absent.
   */
  refusalOfRead(
    read: PreparedCall,
    signal: AbortSignal,
    origin?: 'caller' | 'report' | 'job',
  ): Promise<string | undefined>;
  /**
   * Whether the thing at this path of the API was read just now, as the guard reads by itself; false where that is not
   * known. Never rejects.
   */
  isThere(path: string, values: Record<string, unknown>, signal: AbortSignal): Promise<boolean>;
  /** Carries a write out if it may be; never rejects for reasons of policy or of OpenAI. */
  write(prepared: PreparedWrite, caller: Caller, signal: AbortSignal): Promise<WriteOutcome>;
  /** The same for all steps of a job, with one approval. */
  job(call: JobCall, caller: Caller, signal: AbortSignal): Promise<JobOutcome>;
  /** Puts a call that was not carried out on record, with its arguments as they came. Never rejects. */
  recordRefusal(
    tool: string,
    given: unknown,
    caller: Caller,
    kind: 'refused' | 'invalid',
    reason: string,
  ): Promise<void>;
  /** Resolves when no write is under way. */
  settled(): Promise<void>;
};
