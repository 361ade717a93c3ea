/**
 * Makes the first real call cheap: runs one request over an in-memory connection, so that code is loaded and compiled.
 */
import { Duplex } from 'node:stream';
import { CallLimit } from './call-limit.ts';
import { exchange } from './exchange.ts';
import { v8Heap } from './heap-room.ts';
import { LargeAnswers } from './large-answers.ts';
import { parseJson } from './parse-json.ts';

const BODY = '{"object":"list","data":[{"id":"none","created_at":0}],"has_more":false}';
const ANSWER = [
  'HTTP/1.1 200 OK',
  'content-type: application/json',
  'x-request-id: none',
  'connection: close',
  `content-length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');

class CannedConnection extends Duplex {
  override _read(): void {}
  override _write(_chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    if (this.readableLength === 0 && !this.readableEnded) this.push(ANSWER);
    callback();
  }
}

/**
 * Loads the HTTP library, compiles its parser, and if wanted loads Node's usual certificate authorities (70 ms on
 * Node 20). Opens no connection, needs no key and no name resolution.
 */
export async function warmUpHttp(usualAuthorities: boolean, monotonic: () => number): Promise<void> {
  const { Client } = await import('./http-library.ts');
  const client = new Client('http://warm-up.invalid', {
    connect: (_options, callback) => {
      // undici asks of a connection only what a Duplex has, and does not expect it at once.
      setImmediate(() => callback(null, new CannedConnection() as never));
    },
  });
  const limit = new CallLimit(monotonic() + 1000, undefined, monotonic);
  try {
    const headers = { authorization: 'none', accept: 'application/json' };
    const { body } = await exchange(client, { method: 'GET', path: '/', headers }, limit, {
      demand: new Set(),
      maxBytes: BODY.length,
      large: new LargeAnswers(v8Heap),
    });
    if (!body) throw new Error('the warm-up got no answer');
    parseJson(body);
  } finally {
    limit.end();
    await client.destroy();
  }
  if (usualAuthorities) (await import('node:tls')).createSecureContext();
}
