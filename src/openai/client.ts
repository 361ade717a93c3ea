/**
 * The HTTP client: adds the key, sends within one deadline, tries again where that is safe, and returns JSON or one ApiError.
 */
import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { Runtime } from '../host/runtime.ts';
import type { ApiRequest, ApiResponse } from '../model/api-request.ts';
import { rememberSecret } from '../redaction/known-secrets.ts';
import { isVersioned } from './base-url.ts';
import { CallLimit } from './call-limit.ts';
import { type CallFacts, describeStop, describeUnopened } from './describe-failure.ts';
import { openDispatcher, type ProxySettings } from './dispatcher.ts';
import { type Demand, exchange } from './exchange.ts';
import { type Heap, v8Heap } from './heap-room.ts';
import { type Attempt, interpretExchange, isPacked } from './interpret-exchange.ts';
import { LargeAnswers, parseLarge, StoppedWhileParsing } from './large-answers.ts';
import { isOutOfDescriptors } from './local-fault.ts';
import { type Authorization, prepareRequest } from './prepare-request.ts';
import { retryDelay } from './retry.ts';
import { subjectWords } from './subject-words.ts';
import { warmUpHttp } from './warm-up.ts';

export type OpenAIClient = {
  /**
   * Sends one request, at most three times where that is safe. Aborting `signal` ends the call at once and closes its
   * connection.
   * @throws ApiError and nothing else
   */
  send(request: ApiRequest, authorization: Authorization, signal?: AbortSignal): Promise<ApiResponse>;
  /** Loads and compiles what the first call needs. Opens no connection, needs no key, never rejects. */
  warmUp(): Promise<void>;
  /** Ends calls under way and closes every connection. */
  close(): Promise<void>;
};

/** `random` spreads retries. */
export type ClientRuntime = Pick<Runtime, 'now' | 'monotonic' | 'random'>;

export type ClientOptions = {
  /** Already checked (base-url.ts). */
  baseUrl: string;
  /** Total time of a request: connecting, sending, the whole answer, further tries and the waits between them. */
  timeoutMilliseconds: number;
  /** Size of an answer after unpacking; 16 MiB when absent. */
  maxResponseBytes?: number | undefined;
  /** V8's own when absent. */
  heap?: Heap | undefined;
  proxy: ProxySettings;
  /** PEM file of certificate authorities to trust besides the usual ones. */
  extraCaFile?: string | undefined;
  /** Value of NODE_EXTRA_CA_CERTS; without it that file is no longer trusted when `extraCaFile` is given. */
  nodeExtraCaFile?: string | undefined;
  userAgent: string;
  runtime: ClientRuntime;
};

const DEFAULT_MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/** Nothing is loaded and no connection is opened before the first `send` or `warmUp`. */
export function createClient(options: ClientOptions): OpenAIClient {
  const { timeoutMilliseconds, runtime, maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES } = options;
  const base = new URL(options.baseUrl);
  const closing = new AbortController();
  // Every open connection listens to it.
  setMaxListeners(0, closing.signal);
  const calls = new Set<CallLimit>();
  const demand: Demand = new Set();
  const large = new LargeAnswers(options.heap ?? v8Heap);
  let opening: Promise<Dispatcher> | undefined;
  let freeing: Promise<void> | undefined;
  /** Descriptors ran out during the calls under way. */
  let isShort = false;

  function dispatcher(): Promise<Dispatcher> {
    opening ??= openDispatcher({
      baseUrl: base,
      proxy: options.proxy,
      extraCaFile: options.extraCaFile,
      nodeExtraCaFile: options.nodeExtraCaFile,
      closing: closing.signal,
      demand,
    });
    return opening;
  }

  /** Closes what no call uses, so that descriptors are free again; the next call opens connections anew. */
  function giveBackIdle(): void {
    const old = opening;
    opening = undefined;
    void old?.then((pool) => pool.close()).catch(() => undefined);
  }

  async function attemptCall(
    prepared: Dispatcher.DispatchOptions,
    call: CallFacts,
    limit: CallLimit,
    inUse: Promise<void> | undefined,
  ): Promise<Attempt> {
    let pool: Dispatcher;
    try {
      pool = await dispatcher();
    } catch (error) {
      // Not kept, so that a repaired file is found by the next call.
      opening = undefined;
      return { error: describeUnopened(error), fault: 'final' };
    }
    await freeing;
    const result = await exchange(pool, prepared, limit, { demand, large, maxBytes: maxResponseBytes });
    // undici frees a connection one turn of the event loop after an answer; a call that follows at once would
    // open another one.
    freeing ??= new Promise((resolve) => {
      setImmediate(() => {
        freeing = undefined;
        resolve();
      });
    });
    if (!result.sent && isOutOfDescriptors(result.error)) {
      isShort = true;
      giveBackIdle();
    }
    const stopped = (sent: boolean): Attempt => ({
      error: describeStop({ ...call, sent }, limit.stopped ?? 'timeout', timeoutMilliseconds),
      fault: 'final',
    });
    if (limit.stopped && !result.body) return stopped(result.sent);
    try {
      const interpret = () =>
        interpretExchange(result, call, {
          maxResponseBytes,
          large,
          parseLarge: (body) => parseLarge(body, limit),
          now: runtime.now(),
        });
      // How large a packed answer is, is seen when it is unpacked.
      const bytes = isPacked(result) ? maxResponseBytes : (result.body?.length ?? 0);
      if (!large.isLarge(bytes)) return await interpret();
      // One that could not be read is used by nobody, and the call may try again.
      return await large.inTurn(bytes, limit, interpret, (attempt) =>
        'response' in attempt ? inUse : undefined,
      );
    } catch (error) {
      if (!(error instanceof StoppedWhileParsing)) throw error;
      return stopped(true);
    } finally {
      if (result.body) large.drop(result.body);
    }
  }

  async function send(
    request: ApiRequest,
    authorization: Authorization,
    signal?: AbortSignal,
  ): Promise<ApiResponse> {
    const prepared = prepareRequest(request, authorization, base, options.userAgent);
    // Before an answer can repeat it.
    rememberSecret(authorization.apiKey);
    const usual = runtime.monotonic() + timeoutMilliseconds;
    const deadline = Math.min(usual, request.deadline ?? usual);
    const call: CallFacts = {
      deadline,
      host: base.host,
      expects: request.expects,
      versioned: isVersioned(base),
      write: !request.safe,
      namesId: request.namesId ?? true,
      subject: subjectWords(request),
      cursor: cursorOf(request.query),
      access: request.access,
    };
    const limit = new CallLimit(deadline, signal, runtime.monotonic, request.access);
    if (closing.signal.aborted) limit.stop('closed');
    limit.stopIfEnded();
    calls.add(limit);
    try {
      for (let attempt = 1; ; attempt++) {
        const result = await attemptCall(prepared, call, limit, request.inUse);
        if ('response' in result) return result.response;
        const { error, fault } = result;
        const delay = retryDelay({
          attempt,
          fault,
          safe: request.safe,
          status: error.status,
          retryAfterSeconds: error.rateLimit?.retry_after_seconds,
          remainingMilliseconds: limit.remainingMilliseconds(),
          random: runtime.random(),
        });
        if (delay === undefined) throw error;
        await limit.wait(delay);
        // What failed tells more than that there was no time for a further try.
        if (limit.stopIfEnded()) throw error;
      }
    } finally {
      limit.end();
      calls.delete(limit);
      if (isShort && calls.size === 0) {
        // What the last calls left open, too: other parts of the program may need it more.
        isShort = false;
        giveBackIdle();
      }
    }
  }

  return {
    send,
    async warmUp() {
      // A fault here would be found, and told properly, by the first call.
      const usualAuthorities = base.protocol === 'https:' && options.extraCaFile === undefined;
      await Promise.all([warmUpHttp(usualAuthorities, runtime.monotonic), dispatcher()]).catch(() => {
        opening = undefined;
      });
    },
    async close() {
      closing.abort();
      for (const call of calls) call.stop('closed');
      await (await opening?.catch(() => undefined))?.destroy();
    },
  };
}

/** Where the asked page begins: the API's two names for it. */
function cursorOf(query: string): string | undefined {
  if (!/(?:^|&)(?:after|page)=/.test(query)) return undefined;
  const given = new URLSearchParams(query);
  return given.get('after') ?? given.get('page') ?? undefined;
}
