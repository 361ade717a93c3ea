/** Sending many requests for one answer: few at once, within one time, and patient with a busy OpenAI for a while in all. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiRequest, ApiResponse, Send } from '../model/api-request.ts';
import { ApiError } from '../openai/api-error.ts';

/** Requests in flight for one answer. */
export const MOST_AT_ONCE = 4;
/** Waited for OpenAI's rate limit in all, while one answer is made. */
const MOST_WAITED_MILLISECONDS = 10_000;
/** Where OpenAI does not say how long. */
const USUAL_WAIT_MILLISECONDS = 1000;

/** The time for one answer is over before all of it was read. */
export class OutOfTime extends Error {}

/**
 * A `send` for everything that one answer needs. It rejects with OutOfTime when `milliseconds` are over, in the middle
 * of a request too, and otherwise with what `send` throws.
 * @param onAnswered told after each answer how many there were
 */
export function sharedTime(
  send: Send,
  signal: AbortSignal,
  milliseconds: number,
  onAnswered: (answered: number) => void,
): { send(request: ApiRequest): Promise<ApiResponse>; end(): void } {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), milliseconds);
  const either = AbortSignal.any([signal, over.signal]);
  const waiting: (() => void)[] = [];
  let free = MOST_AT_ONCE;
  let answered = 0;
  let left = MOST_WAITED_MILLISECONDS;
  let pause: Promise<void> | undefined;

  async function turn(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function giveTurn(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  /** False when the patience is used up. Whoever meets a limit while another waits for it waits along. */
  async function waitFor(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError) || error.kind !== 'rate_limited' || !error.retryable) return false;
    if (pause === undefined) {
      const seconds = error.rateLimit?.retry_after_seconds;
      const wait = seconds === undefined ? USUAL_WAIT_MILLISECONDS : seconds * 1000;
      if (wait > left) return false;
      left -= wait;
      // Where the call ends meanwhile, the request is told so as any other would be.
      pause = delay(wait, undefined, { signal: either })
        .catch(() => undefined)
        .then(() => {
          pause = undefined;
        });
    }
    await pause;
    return true;
  }

  async function sendPatiently(request: ApiRequest): Promise<ApiResponse> {
    for (;;) {
      await pause;
      try {
        return await send(request, either);
      } catch (error) {
        if (either.aborted || !(await waitFor(error))) throw error;
      }
    }
  }

  return {
    async send(request) {
      await turn();
      try {
        const response = await sendPatiently(request);
        answered += 1;
        onAnswered(answered);
        return response;
      } catch (error) {
        if (over.signal.aborted && !signal.aborted) throw new OutOfTime();
        throw error;
      } finally {
        giveTurn();
      }
    },
    end: () => clearTimeout(timer),
  };
}
