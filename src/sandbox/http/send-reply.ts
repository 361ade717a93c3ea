/** Writing a reply: the headers that every answer of the API carries, and the JSON body. */
import type { ServerResponse } from 'node:http';

/** A body that is a string goes out as it is, an empty one without a content type; anything else as JSON. */
export type Reply = { status: number; headers: Record<string, string>; body: unknown };

/** What a reply says about itself. */
export type ReplyContext = {
  /** When it is made, in Unix seconds. */
  time: number;
  requestId: string;
  organizationId: string;
  milliseconds: number;
};

export function replyHeaders(
  reply: Reply,
  context: ReplyContext,
  contentLength: number,
): Record<string, string> {
  return {
    date: new Date(context.time * 1000).toUTCString(),
    ...(contentLength > 0 && { 'content-type': 'application/json' }),
    'content-length': String(contentLength),
    'x-request-id': context.requestId,
    'openai-organization': context.organizationId,
    'openai-processing-ms': String(Math.round(context.milliseconds)),
    'openai-version': '2020-10-01',
    ...reply.headers,
  };
}

export function sendReply(response: ServerResponse, reply: Reply, context: ReplyContext): void {
  const payload = encodeBody(reply);
  response.writeHead(reply.status, replyHeaders(reply, context, payload.length));
  response.end(payload);
}

export function encodeBody(reply: Reply): Buffer {
  return Buffer.from(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
}
