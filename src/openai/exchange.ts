/** One request and its answer over a dispatcher: knows exactly whether the request was handed to a connection. */
import type { Dispatcher } from 'undici';
import { codeOf } from '../model/error-code.ts';
import type { CallLimit } from './call-limit.ts';
import { TooLargeBody } from './decode-body.ts';
import type { Incoming, LargeAnswers } from './large-answers.ts';
import type { ResponseHeaders } from './rate-limit.ts';

/** What came of one try. `answer` is there as soon as a status line came, `body` when the whole answer did. */
export type Exchange = {
  /** Whether writing the request to an open connection began. */
  sent: boolean;
  answer?: { status: number; headers: ResponseHeaders };
  body?: Buffer;
  /** Why there is no whole answer; absent when the call was stopped. */
  error?: Error;
};

/** Code of the error by which a connection was not opened, since no exchange had the time to use it. */
export const NOT_WORTH_CONNECTING = 'NOT_WORTH_CONNECTING';

/** The exchanges of a client that wait for a connection, each by when it has to stop. */
export type Demand = Set<CallLimit>;

/** What all exchanges of a client have in common. */
export type Shared = { demand: Demand; maxBytes: number; large: LargeAnswers };

// Dispatching is one layer below undici.request: that one neither tells when a request begins to be written nor
// does without a stream for each body.
class ExchangeHandler implements Dispatcher.DispatchHandler, Incoming {
  readonly #exchange: Exchange = { sent: false };
  readonly #limit: CallLimit;
  readonly #demand: Demand;
  readonly #maxBytes: number;
  readonly #large: LargeAnswers;
  readonly #settle: (exchange: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  size = 0;
  #settled = false;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(limit: CallLimit, shared: Shared, settle: (exchange: Exchange) => void) {
    this.#limit = limit;
    this.#demand = shared.demand;
    this.#demand.add(limit);
    this.#maxBytes = shared.maxBytes;
    this.#large = shared.large;
    this.#settle = settle;
    limit.onStop(() => this.#fail(undefined));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) {
      controller.abort(new Error('stopped'));
      return;
    }
    this.#controller = controller;
    if (this.#exchange.sent) {
      // undici puts a request back in its queue in a few situations; what went out once must not go out twice.
      this.#fail(new Error('the connection was lost while the request was under way'));
      return;
    }
    if (this.#limit.stopIfEnded()) return;
    this.#demand.delete(this.#limit);
    this.#exchange.sent = true;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    if (status < 200) return;
    this.#exchange.answer = { status, headers };
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes) this.#fail(new TooLargeBody(this.#maxBytes));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.size += chunk.length;
    if (this.size > this.#maxBytes) {
      this.#fail(new TooLargeBody(this.#maxBytes));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#large.isLarge(this.size)) this.#large.grown(this);
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    this.#exchange.body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks, this.size);
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    // Its time is over in a moment, which tells more than that no connection was opened for it.
    if (codeOf(error) === NOT_WORTH_CONNECTING && !this.#exchange.sent) return;
    this.#fail(error);
  }

  #fail(error: Error | undefined): void {
    if (this.#settled) return;
    if (error) this.#exchange.error = error;
    this.#finish();
    this.#controller?.abort(error ?? new Error('stopped'));
  }

  #finish(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#demand.delete(this.#limit);
    this.#limit.onStop(undefined);
    this.#chunks.length = 0;
    this.#large.ended(this, this.#exchange.body);
    this.#settle(this.#exchange);
  }
}

/**
 * Sends once. Never rejects: every failure is told in the result. When the call has to stop, the result comes at
 * once and the connection that carries the request is closed.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limit: CallLimit,
  shared: Shared,
): Promise<Exchange> {
  return new Promise((resolve) => {
    if (limit.stopped) {
      resolve({ sent: false });
      return;
    }
    dispatcher.dispatch(request, new ExchangeHandler(limit, shared, resolve));
  });
}
