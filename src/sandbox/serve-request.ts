/** What happens on the connection of one request: delays, provoked failures, the reply, the report. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answering, answerRequest, faultReply, splitTarget } from './answer-request.ts';
import type { Random } from './data/random.ts';
import type { FailureChooser } from './http/choose-failure.ts';
import { failureFault } from './http/failure-fault.ts';
import type { FailureEffect } from './http/failure-rules.ts';
import { encodeBody, type Reply, type ReplyContext, replyHeaders, sendReply } from './http/send-reply.ts';

/** One request after it was dealt with; status 0 means that no reply was begun. */
export type RequestLine = { method: string; url: string; status: number; milliseconds: number };

export type Serving = Answering & {
  /** Milliseconds of a clock that nobody sets. */
  monotonic: () => number;
  chooseFailure: FailureChooser;
  latencyMilliseconds: number;
  /** For request ids, apart from the ids of what is created. */
  random: Random;
  onRequest: (line: RequestLine) => void;
};

const NOT_JSON = '<!doctype html><title>Gateway</title><p>This is no JSON.</p>';

export async function serveRequest(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = serving.monotonic();
  const method = request.method ?? 'GET';
  const url = request.url ?? '/';
  const report = (status: number) => {
    serving.onRequest({
      method,
      url,
      status,
      milliseconds: Math.round(serving.monotonic() - startedAt),
    });
  };
  if (serving.latencyMilliseconds > 0) await delay(serving.latencyMilliseconds, undefined, { ref: false });
  const target = splitTarget(url);
  const effect = serving.chooseFailure(method, target.path);
  if (effect?.kind === 'hang') return report(0);
  if (effect?.kind === 'reset') {
    request.socket.resetAndDestroy();
    return report(0);
  }
  const reply = replyInstead(effect) ?? (await answerRequest(serving, request, target));
  const context: ReplyContext = {
    time: serving.organization.now(),
    requestId: `req_${serving.random.characters(32)}`,
    organizationId: serving.organization.id,
    milliseconds: serving.monotonic() - startedAt,
  };
  if (effect?.kind === 'reset-after-headers' || effect?.kind === 'truncated') {
    breakOff(response, reply, context, effect.kind);
  } else {
    sendReply(response, reply, context);
  }
  // What the handler left unread would stand before the next request on this connection.
  if (!request.complete) request.resume();
  report(reply.status);
}

function replyInstead(effect: FailureEffect | undefined): Reply | undefined {
  if (effect?.kind === 'status') return faultReply(failureFault(effect.status, effect.code));
  if (effect?.kind === 'not-json') {
    return { status: effect.status, headers: { 'content-type': 'text/html' }, body: NOT_JSON };
  }
  return undefined;
}

/** Sends headers that promise the whole body, then half of it or nothing. */
function breakOff(
  response: ServerResponse,
  reply: Reply,
  context: ReplyContext,
  kind: 'reset-after-headers' | 'truncated',
): void {
  const payload = encodeBody(reply);
  response.writeHead(reply.status, replyHeaders(reply, context, payload.length));
  if (kind === 'truncated') {
    response.write(payload.subarray(0, Math.floor(payload.length / 2)), () => response.socket?.end());
    return;
  }
  response.flushHeaders();
  // A reset at once would overtake the headers in the receiver's buffer.
  setTimeout(() => response.socket?.resetAndDestroy(), 20).unref();
}
