/** What a step's outcome comes to in the record of its job, and what its caller is told of it. */
import type { WriteOutcome } from '../calls/prepared-write.ts';
import type { KeptJob, StepState } from '../jobs/job-record.ts';
import { isRecord } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { neededOf, stepTold } from './job-steps.ts';

/** Where OpenAI does not say how long. */
const USUAL_WAIT_MILLISECONDS = 1000;

export const GONE = 'it was gone already';

/** @param since when it was sent, in milliseconds since 1970 */
export function stateAfter(
  outcome: WriteOutcome,
  { method }: ToolSpec,
  since: number,
  index: number,
  job: KeptJob,
): StepState {
  if (outcome.kind === 'done') {
    const { secret, look_up: lookUp } = outcome.more;
    const found = isRecord(lookUp) && lookUp.result === 'created' ? [lookUp.ids].flat()[0] : undefined;
    const made = {
      ...(typeof found === 'string' && { id: found }),
      ...neededOf(outcome.response.body, index, job.steps),
    };
    return {
      kind: 'done',
      ...(Object.keys(made).length > 0 && { made }),
      ...(isRecord(secret) && { told: { of: stepTold(job, index), ...secret } }),
    };
  }
  const why = whyOf(outcome);
  // `undone`: its secret could not be stored, and what it belonged to was deleted again.
  if (outcome.kind !== 'failed' || outcome.more.undone === true) return { kind: 'rejected', why };
  const { error } = outcome;
  const ended = error instanceof ApiError ? error.outcome : 'unknown';
  if (ended === 'not_sent') return { kind: 'waiting' };
  if (ended === 'unknown') return { kind: 'unknown', since, why };
  const isGone = method === 'delete' && error instanceof ApiError && error.kind === 'not_found';
  return isGone ? { kind: 'skipped', why: GONE } : { kind: 'rejected', why };
}

/** Whether OpenAI refused it because it is so already. */
export function isSoAlready(outcome: WriteOutcome): boolean {
  const error = outcome.kind === 'failed' ? outcome.error : undefined;
  return error instanceof ApiError && error.reason === 'so_already';
}

export function whyOf(outcome: WriteOutcome): string {
  if (outcome.kind === 'refused') return outcome.message;
  if (outcome.kind !== 'failed') return 'It was not carried out.';
  const { error, message } = outcome;
  return message ?? (error instanceof Error ? error.message : 'It failed.');
}

/** Milliseconds until OpenAI takes more, where it said that this is all that is wrong. */
export function waitFor(outcome: WriteOutcome): number | undefined {
  const error = outcome.kind === 'failed' ? outcome.error : undefined;
  if (!(error instanceof ApiError) || error.kind !== 'rate_limited' || !error.retryable) return undefined;
  const seconds = error.rateLimit?.retry_after_seconds;
  return seconds === undefined ? USUAL_WAIT_MILLISECONDS : seconds * 1000;
}
