/** Carrying out an approved job: step after step, each written down before and after it, the first failure ends it. */
import { setTimeout as delay } from 'node:timers/promises';
import { mintsSecret } from '../approval/needs-approval.ts';
import type { Caller, WriteOutcome } from '../calls/prepared-write.ts';
import type { KeptJob, KeptStep, StepState } from '../jobs/job-record.ts';
import { defined } from '../model/record.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import { inWords } from '../text/duration.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import { exactNumber } from '../tools/exact-number.ts';
import type { Approval } from './asked-by-way.ts';
import { beginMinting } from './begin-minting.ts';
import { decide } from './decide.ts';
import type { GuardPorts } from './guard-ports.ts';
import { actsOnMade, NothingToChange, prepareStep, resolved, stepTold } from './job-steps.ts';
import { seenAs } from './judge-job.ts';
import { lockOutReason, mayLockOut } from './lock-out.ts';
import { ownReader } from './own-reader.ts';
import { once, readTarget, type Target } from './read-target.ts';
import { refusalKind } from './refused-reads.ts';
import { secretIn } from './secret-from-answer.ts';
import { giveBack, sendWrite } from './send-write.ts';
import { madeSince, type SentStep, settleStep } from './settle-step.ts';
import { GONE, isSoAlready, stateAfter, waitFor, whyOf } from './step-state.ts';
import { isTouched } from './touched.ts';
import { refuse } from './turned-down.ts';
import type { WriteContext } from './write-context.ts';

/** One call goes on for so long after it began; most clients wait for 60 s. */
const CALL_MILLISECONDS = 40_000;

/** So long at least, however long a person took to approve. */
const LEAST_MILLISECONDS = 10_000;

/** Waited for OpenAI's rate limit in all, in one call. */
const MOST_WAITED_MILLISECONDS = 10_000;

export type Progress = {
  job: KeptJob;
  caller: Caller;
  ports: GuardPorts;
  signal: AbortSignal;
  /** When the call began, in milliseconds since 1970. */
  begunAt: number;
  /** Takes new secrets that have no place of their own: they are shown once, and never written down with the job. */
  onSecret(shown: ShownSecret): void;
};

/** A new secret for the conversation. */
export type ShownSecret = { of: string; value: string };

/** Why it stopped, for the caller; undefined when nothing is left to do. Rejects with what stopped it otherwise. */
export async function carryOut(progress: Progress): Promise<string | undefined> {
  const { job, ports, signal, caller, begunAt } = progress;
  const until = Math.max(begunAt + CALL_MILLISECONDS, ports.now() + LEAST_MILLISECONDS);
  const patience = { left: MOST_WAITED_MILLISECONDS };
  for (const index of job.steps.keys()) {
    const before = job.states[index];
    if (before === undefined || before.kind === 'done' || before.kind === 'skipped') continue;
    if (before.kind === 'changed') return before.why;
    if (signal.aborted) return 'The call was taken back.';
    if (!caller.hasTime && ports.now() > until)
      return `One call goes on for about ${CALL_MILLISECONDS / 1000} s.`;
    const why = await step(index, progress, patience);
    caller.onProgress?.(job.states.filter(({ kind }) => kind === 'done').length);
    if (why !== undefined) return why;
  }
  return undefined;
}

async function step(
  index: number,
  progress: Progress,
  patience: { left: number },
): Promise<string | undefined> {
  const { job, ports, signal } = progress;
  const note = (state: StepState) => ports.jobs.note(job, index, state);
  const kept = job.steps[index];
  const before = job.states[index];
  if (kept === undefined || before === undefined) return undefined;
  const reader = ownReader(ports, signal);
  let write: PreparedCall;
  try {
    write = prepareStep(await resolved(kept, job, reader), ports.tools, ports.now());
  } catch (error) {
    if (!(error instanceof NothingToChange)) throw error;
    await note({ kind: 'skipped', why: error.message });
    return undefined;
  }
  const context: WriteContext = { write, caller: progress.caller, ports, reader, signal, job: job.id };
  const target = once(() => readTarget(write, reader, ports.principal));
  const of = stepTold(job, index);
  if (before.kind === 'sending' || before.kind === 'unknown') {
    const settled = await settleStep({ context, since: before.since, of }, target);
    if (settled === 'open') return `Whether this was done could not be found out: ${of}. ${LOOK}`;
    if (settled !== 'undone') {
      await note(settled);
      return undefined;
    }
  }
  const stop = async (why: string) => {
    await refuse(context, why);
    return why;
  };
  const decided = await decide(write, ports, target, 'job');
  if (!decided.allowed) return stop(decided.reason);
  if (kept.seen !== undefined && !actsOnMade(kept) && !isTouched(job, index, write)) {
    const now = await target().catch((error) => {
      if (refusalKind(error) === 'not_found') return undefined;
      throw error;
    });
    if (write.tool.method === 'delete' && (now === undefined || now.isUnset)) {
      await note({ kind: 'skipped', why: GONE });
      return undefined;
    }
    const changed =
      now === undefined || seenAs(kept, write.tool, now) !== kept.seen
        ? 'what this acts on was changed after it was approved'
        : usedSince(kept, now, ports.now());
    if (changed !== undefined) {
      const why = `${of}: ${changed}, so nothing more was sent.`;
      await note({ kind: 'changed', why });
      return stop(why);
    }
  }
  const seen = kept.seen === undefined ? undefined : await target().catch(() => undefined);
  const sendIt = () => send(context, index, progress, patience, seen);
  if (!mayLockOut(write)) return sendIt();
  return ports.exclusive(async () => {
    const reason = await lockOutReason(write, reader, ports.keyInUse);
    return reason === undefined ? sendIt() : stop(reason);
  });
}

/** What OpenAI turns away for now is sent again; it counts as one write. */
async function send(
  context: WriteContext,
  index: number,
  progress: Progress,
  patience: { left: number },
  target: Target | undefined,
): Promise<string | undefined> {
  const { job, ports, signal } = progress;
  const note = (state: StepState) => ports.jobs.note(job, index, state);
  const taken = await ports.budget?.take();
  if (taken !== undefined && 'retryAfterSeconds' in taken) {
    return `This hour's writes are used up (--max-writes); the next is free in ${inWords(Math.ceil(taken.retryAfterSeconds / 60) * 60_000)}.`;
  }
  for (;;) {
    const since = ports.now();
    let minting: Minting | undefined;
    let outcome: WriteOutcome;
    try {
      minting = await beginMinting(context);
      await note({ kind: 'sending', since });
      outcome = await sendWrite(context, approvalOf(job), target, minting);
    } catch (error) {
      minting?.end();
      await giveBack(ports);
      await note({ kind: 'waiting' }).catch(ports.onUnforeseen);
      throw error;
    }
    const state = await endOf(outcome, { context, since, of: stepTold(job, index) }, index, job);
    if (outcome.kind === 'done' && minting === undefined) {
      const found = secretIn(context.write.tool, outcome.response.body);
      if (found !== undefined) progress.onSecret({ of: stepTold(job, index), value: found.value });
    }
    await note(state);
    if (state.kind === 'done' || state.kind === 'skipped') return undefined;
    const wait = waitFor(outcome);
    if (wait === undefined || wait > patience.left) return whyOf(outcome);
    patience.left -= wait;
    await delay(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return whyOf(outcome);
  }
}

/** A create whose answer was lost, or that OpenAI says there is already, is looked up at once. */
async function endOf(outcome: WriteOutcome, sent: SentStep, index: number, job: KeptJob): Promise<StepState> {
  const { write, signal } = sent.context;
  const state = stateAfter(outcome, write.tool, sent.since, index, job);
  if (write.tool.method !== 'create' || signal.aborted) return state;
  const wasThere = isSoAlready(outcome) && !mintsSecret(write.tool, write.checked.values);
  if (state.kind !== 'unknown' && !wasThere) return state;
  const found = await madeSince(wasThere ? { ...sent, since: 0 } : sent);
  return typeof found === 'string' ? state : found;
}

/** How a thing that nobody may have used for a while was used all the same. */
function usedSince({ idleHours }: KeptStep, { body }: Target, now: number): string | undefined {
  if (idleHours === undefined || body?.last_used_at === null) return undefined;
  const lastUsed = exactNumber(body?.last_used_at)?.toNumber();
  if (lastUsed !== undefined && now - lastUsed * 1000 >= idleHours * 3_600_000) return undefined;
  return `it was used after it was approved, and within the last ${idleHours} hours`;
}

function approvalOf({ decision, approvedBy, reason }: KeptJob): Approval & { granted: true } {
  return { granted: true, decision, ...defined({ by: approvedBy, reason }) };
}

const LOOK = 'Look at it, and change it by hand where it is not as it should be; then call again.';
