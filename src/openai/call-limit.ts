/**
 * The end of one call: its total time, its caller's wish to stop, the closing of the client, and for what is not sent
 * yet the end of access, whichever is first.
 */
import type { AccessEnd } from '../model/access-end.ts';
import { endedByConnection } from '../model/connection-end.ts';

export type StopReason = 'timeout' | 'cancelled' | 'closed' | 'ended';

/** Runs from its creation until `end()`, over all tries of a call and the waits between them. */
export class CallLimit {
  /** Set once, when the call has to stop. */
  stopped: StopReason | undefined;
  readonly #deadline: number;
  readonly #monotonic: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #access: AccessEnd | undefined;
  readonly #onAbort = (): void => this.stop(this.#signal ? stopOf(this.#signal) : 'cancelled');
  #listener: (() => void) | undefined;

  /** @param monotonic milliseconds of a clock that nobody sets, as `deadline`: the wall clock may jump during a call */
  constructor(
    deadline: number,
    signal: AbortSignal | undefined,
    monotonic: () => number,
    access?: AccessEnd,
  ) {
    this.#access = access;
    this.#monotonic = monotonic;
    this.#deadline = deadline;
    this.#timer = setTimeout(() => this.stop('timeout'), this.remainingMilliseconds());
    this.#signal = signal;
    if (signal?.aborted) this.stopped = stopOf(signal);
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  remainingMilliseconds(): number {
    return this.#deadline - this.#monotonic();
  }

  /** Stops a call of which nothing may begin to be sent any more. A request that is under way goes on. */
  stopIfEnded(): boolean {
    if (this.#access?.isOver()) this.stop('ended');
    return this.stopped === 'ended';
  }

  stop(reason: StopReason): void {
    if (this.stopped) return;
    this.stopped = reason;
    this.#listener?.();
  }

  /** Names the one function to call when the call has to stop; there is never more than one thing to interrupt. */
  onStop(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  /** Waits that long, or until the call has to stop. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.stopped) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        this.onStop(undefined);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.onStop(done);
    });
  }

  /** Waits for that, or until the call has to stop. */
  until(event: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      if (this.stopped) {
        resolve();
        return;
      }
      const done = (): void => {
        this.onStop(undefined);
        resolve();
      };
      this.onStop(done);
      void event.then(done);
    });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#listener = undefined;
  }
}

function stopOf(signal: AbortSignal): StopReason {
  return endedByConnection(signal) ? 'closed' : 'cancelled';
}
