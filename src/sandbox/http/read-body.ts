/** Reading a request's JSON body: its size, its content type and its syntax. */
import type { IncomingMessage } from 'node:http';
import { ApiFault, badRequest } from './api-fault.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Gives the parsed body, or `undefined` where none was sent. Throws 413 above 1 MB, and 400 for another
 * content type, for text that is no JSON and for JSON that is no object.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Destroying the request on a refusal would leave the rest of the body unread and the connection stuck.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new ApiFault({
        status: 413,
        message: 'The request body is larger than 1 MB.',
        code: 'request_too_large',
      });
    }
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'none';
  if (mediaType !== 'application/json') {
    const message = `Unsupported content type: '${mediaType}'. Send 'application/json'.`;
    throw badRequest(message, null, 'unsupported_content_type');
  }
  const body = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The request body must be a JSON object.', null, 'invalid_type');
  }
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('We could not parse the JSON body of your request.', null, 'invalid_json');
  }
}
