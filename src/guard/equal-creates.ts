/** Creates that are under way: an equal one waits for the first one's answer and is not sent. */
import { digestOf } from '../approval/digest.ts';
import type { Caller, PreparedWrite, WriteOutcome } from '../calls/prepared-write.ts';
import { ApiError } from '../openai/api-error.ts';

export type EqualCreates = {
  /** Carries the write out, or gives the answer of an equal create that began before it has ended. */
  run(
    write: PreparedWrite,
    caller: Caller,
    signal: AbortSignal,
    carryOut: () => Promise<WriteOutcome>,
    onShared: () => Promise<void>,
  ): Promise<WriteOutcome>;
};

/** Within one process; a client that calls twice at once, or again before it has an answer, means one thing. */
export function createEqualCreates(): EqualCreates {
  const underWay = new Map<string, { outcome: Promise<WriteOutcome>; signal: AbortSignal }>();

  async function run(...call: Parameters<EqualCreates['run']>): Promise<WriteOutcome> {
    const [write, caller, signal, carryOut, onShared] = call;
    if (write.tool.method !== 'create') return carryOut();
    // Rounds of one approval are different calls.
    const { answer = null, state = null } = caller;
    const key = digestOf({ tool: write.tool.name, request: write.request, answer, state });
    const first = underWay.get(key);
    if (first !== undefined) {
      const outcome = await first.outcome;
      // The first was taken back by its caller before it was sent, which is no answer to this one.
      if (first.signal.aborted && wasNotSent(outcome) && !signal.aborted) return run(...call);
      await onShared();
      return outcome;
    }
    const outcome = carryOut();
    underWay.set(key, { outcome, signal });
    try {
      return await outcome;
    } finally {
      underWay.delete(key);
    }
  }

  return { run };
}

function wasNotSent(outcome: WriteOutcome): boolean {
  if (outcome.kind !== 'failed') return outcome.kind !== 'done';
  return outcome.error instanceof ApiError && outcome.error.outcome === 'not_sent';
}
