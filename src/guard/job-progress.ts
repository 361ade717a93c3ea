/** Carrying out an approved job: step after step, each written down before and after it, the first failure ends it. */
import { setTimeout as delay } from 'node:timers/promises';
import { mintsSecret } from '../approval/needs-approval.ts';
import type { Caller, WriteOutcome } from '../calls/prepared-write.ts';
import type { KeptJob, StepState } from '../jobs/job-record.ts';
import { isRecord } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import { beginMinting } from './begin-minting.ts';
import { decide } from './decide.ts';
import type { GuardPorts } from './guard-ports.ts';
import { actsOnMade, NothingToChange, neededOf, prepareStep, resolved } from './job-steps.ts';
import { seenAs } from './judge-job.ts';
import { lockOutReason, mayLockOut } from './lock-out.ts';
import { lookUpCreate } from './look-up-create.ts';
import { ownReader } from './own-reader.ts';
import { once, readTarget, type Target } from './read-target.ts';
import { secretIn } from './secret-from-answer.ts';
import { giveBack, sendWrite } from './send-write.ts';
import type { WriteContext } from './write-context.ts';

/** One call goes on for so long; most clients wait for 60 s. */
const CALL_MILLISECONDS = 40_000;

/** Waited for OpenAI's rate limit in all, in one call. */
const MOST_WAITED_MILLISECONDS = 10_000;
const USUAL_WAIT_MILLISECONDS = 1000;

/** A create that a process did not see the end of may arrive so much later. */
const ARRIVES_MILLISECONDS = 5_000;

export type Progress = {
  job: KeptJob;
  caller: Caller;
  ports: GuardPorts;
  signal: AbortSignal;
  /** Takes new secrets that have no place of their own: they are shown once, and never written down with the job. */
  onSecret(shown: ShownSecret): void;
};

/** A new secret for the conversation. */
export type ShownSecret = { of: string; value: string };

/** Why it stopped, for the caller; undefined when nothing is left to do. */
export async function carryOut(progress: Progress): Promise<string | undefined> {
  const { job, ports, signal, caller } = progress;
  const started = ports.now();
  const patience = { left: MOST_WAITED_MILLISECONDS };
  for (const index of job.steps.keys()) {
    const before = job.states[index];
    if (before === undefined || before.kind === 'done' || before.kind === 'skipped') continue;
    if (signal.aborted) return 'The call was taken back.';
    if (!caller.hasTime && ports.now() - started > CALL_MILLISECONDS)
      return `One call goes on for ${CALL_MILLISECONDS / 1000} s.`;
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
  const settled =
    before.kind === 'sending' || before.kind === 'unknown'
      ? await settle(context, before.since, target)
      : undefined;
  if (settled === 'open')
    return `Whether this was done could not be found out: ${whatIs(job, index)}. Look, then call again.`;
  if (settled !== undefined && settled !== 'undone') {
    await note(settled);
    return undefined;
  }
  const decided = await decide(write, ports, target, 'job');
  if (!decided.allowed) return decided.reason;
  if (kept.seen !== undefined && !actsOnMade(kept) && !isTouched(job, index, write)) {
    const now = await target().catch((error) => gone(error));
    if (write.tool.method === 'delete' && (now === 'gone' || now.isUnset)) {
      await note({ kind: 'done', told: { note: 'was gone already' } });
      return undefined;
    }
    if (now === 'gone' || seenAs(kept, write.tool, now) !== kept.seen) {
      return `${whatIs(job, index)}: what this acts on was changed after it was approved, so nothing more was sent.`;
    }
  }
  if (mayLockOut(write.tool)) {
    const reason = await lockOutReason(write.tool, write.checked, reader, ports.keyInUse);
    if (reason !== undefined) return reason;
  }
  return send(
    context,
    index,
    progress,
    patience,
    await (kept.seen === undefined ? undefined : target().catch(() => undefined)),
  );
}

async function send(
  context: WriteContext,
  index: number,
  progress: Progress,
  patience: { left: number },
  target: Target | undefined,
): Promise<string | undefined> {
  const { job, ports, signal } = progress;
  const note = (state: StepState) => ports.jobs.note(job, index, state);
  const approval = {
    granted: true as const,
    decision: job.decision,
    ...(job.approvedBy !== undefined && { by: job.approvedBy }),
    ...(job.reason !== undefined && { reason: job.reason }),
  };
  for (;;) {
    const taken = await ports.budget?.take();
    if (taken !== undefined && 'retryAfterSeconds' in taken) {
      return `This hour's writes are used up (--max-writes); the next is free in ${taken.retryAfterSeconds} s.`;
    }
    const since = ports.now();
    let minting: Minting | undefined;
    let outcome: WriteOutcome;
    try {
      minting = await beginMinting(context);
      await note({ kind: 'sending', since });
      outcome = await sendWrite(context, approval, target, minting);
    } catch (error) {
      minting?.end();
      await giveBack(ports);
      await note({ kind: 'todo' }).catch(ports.onUnforeseen);
      throw error;
    }
    const state = stateOf(outcome, since, index, job);
    if (outcome.kind === 'done' && minting === undefined) {
      const found = secretIn(context.write.tool, outcome.response.body);
      if (found !== undefined) progress.onSecret({ of: whatIs(job, index), value: found.value });
    }
    await note(state);
    if (state.kind === 'done') return undefined;
    const wait = waitFor(outcome);
    if (wait === undefined || wait > patience.left || signal.aborted) return whyOf(outcome);
    patience.left -= wait;
    await delay(wait, undefined, { signal }).catch(() => undefined);
  }
}

function stateOf(outcome: WriteOutcome, since: number, index: number, { steps }: KeptJob): StepState {
  const { about = '' } = steps[index] ?? {};
  if (outcome.kind === 'done') {
    const { secret, look_up: lookUp } = outcome.more;
    const found = isRecord(lookUp) && lookUp.result === 'created' ? [lookUp.ids].flat()[0] : undefined;
    const made = {
      ...(typeof found === 'string' && { id: found }),
      ...neededOf(outcome.response.body, index, steps),
    };
    return {
      kind: 'done',
      ...(Object.keys(made).length > 0 && { made }),
      ...(isRecord(secret) && { told: { of: about, ...secret } }),
    };
  }
  const why = whyOf(outcome);
  if (outcome.kind !== 'failed') return { kind: 'rejected', why };
  const told = isRecord(outcome.more.look_up) ? outcome.more.look_up : {};
  const [id] = [told.ids].flat();
  if (told.result === 'created' && typeof id === 'string') return { kind: 'done', made: { id } };
  const { error } = outcome;
  const ended = error instanceof ApiError ? error.outcome : 'unknown';
  if (ended === 'not_sent') return { kind: 'todo' };
  return ended === 'rejected' ? { kind: 'rejected', why } : { kind: 'unknown', since, why };
}

function whyOf(outcome: WriteOutcome): string {
  if (outcome.kind === 'refused') return outcome.message;
  if (outcome.kind !== 'failed') return 'It was not carried out.';
  const { error, message } = outcome;
  return message ?? (error instanceof Error ? error.message : 'It failed.');
}

/** Milliseconds until OpenAI takes more, where it said that this is all that is wrong. */
function waitFor(outcome: WriteOutcome): number | undefined {
  const error = outcome.kind === 'failed' ? outcome.error : undefined;
  if (!(error instanceof ApiError) || error.kind !== 'rate_limited' || !error.retryable) return undefined;
  const seconds = error.rateLimit?.retry_after_seconds;
  return seconds === undefined ? USUAL_WAIT_MILLISECONDS : seconds * 1000;
}

/** What became of a step whose end nobody saw: done, or surely not; `open` where that cannot be told. */
async function settle(
  context: WriteContext,
  since: number,
  target: () => Promise<Target>,
): Promise<StepState | 'undone' | 'open'> {
  const { write, ports, signal } = context;
  const { tool, request } = write;
  if (tool.method === 'create') {
    const rest = since + ARRIVES_MILLISECONDS - ports.now();
    if (rest > 0)
      await delay(Math.min(rest, ARRIVES_MILLISECONDS), undefined, { signal }).catch(() => undefined);
    const found = await lookUpCreate(context, Math.floor(since / 1000));
    if (found.result === 'not_found') return 'undone';
    const [id] = found.ids;
    if (found.result !== 'created' || id === undefined) return 'open';
    const lost = mintsSecret(tool, write.checked.values)
      ? { of: write.request.path, note: 'its secret was lost with the answer: delete it and make another' }
      : undefined;
    return { kind: 'done', made: { id }, ...(lost && { told: lost }) };
  }
  try {
    const { body, isUnset } = await target();
    if (tool.method === 'delete') return isUnset ? { kind: 'done' } : body === undefined ? 'open' : 'undone';
    const sent = Object.entries(request.body ?? {});
    if (body === undefined || sent.length === 0) return 'open';
    return sent.every(([name, value]) => JSON.stringify(body[name]) === JSON.stringify(value))
      ? { kind: 'done' }
      : 'undone';
  } catch (error) {
    if (gone(error) === 'gone' && tool.method === 'delete') return { kind: 'done' };
    return 'open';
  }
}

function gone(error: unknown): 'gone' {
  if (error instanceof ApiError && error.kind === 'not_found') return 'gone';
  throw error;
}

/** Whether an earlier step of this job changed what this one acts on, or what is around it or below. */
function isTouched({ steps, states }: KeptJob, index: number, { request }: PreparedCall): boolean {
  return steps.slice(0, index).some((step, at) => {
    const { kind } = states[at] ?? {};
    if (kind !== 'done') return false;
    const path = pathOf(step.path, step.given);
    return `${request.path}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${request.path}/`);
  });
}

function pathOf(path: string, given: Record<string, unknown>): string {
  return path.replace(/\{([^}]*)\}/g, (_, name: string) => String(given[name] ?? ''));
}

function whatIs({ steps }: KeptJob, index: number): string {
  const { about = '', item } = steps[index] ?? {};
  return item === undefined ? about : `${about}, ${item}`;
}
