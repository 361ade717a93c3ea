/** A proxy in front of a sandbox: counts what writes and is taken, and lets a test do something at one of them. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export type Exchange = {
  /** Method, path and body of the request. */
  told: string;
  /** Of the requests that write, from 1. */
  number: number;
  /** The sandbox carries it out; its answer waits to be passed on. */
  carryOut(): Promise<void>;
  /** Passes the answer on. */
  passOn(): void;
  /** Closes the connection without an answer. */
  hangUp(): void;
};

export type SpoilingProxy = { url: string; taken: string[] };

/** @param onWrite in place of carrying out and passing on */
export async function startProxy(
  sandboxUrl: string,
  onWrite: (exchange: Exchange) => Promise<void> = async ({ carryOut, passOn }) => {
    await carryOut();
    passOn();
  },
): Promise<SpoilingProxy> {
  const { hostname, port, pathname: prefix } = new URL(sandboxUrl);
  const taken: string[] = [];
  let writes = 0;
  async function exchange(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await text(asked);
    const told = `${asked.method} ${String(asked.url).replace(/proj_\w+/, 'proj')} ${body}`;
    let answer: { status: number; headers: IncomingMessage['headers']; body: string } | undefined;
    const carryOut = async () => {
      const { method, url: path, headers } = asked;
      answer = await new Promise((resolve, reject) => {
        const sent = forward({ hostname, port, method, path, headers }, async (response) => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: await text(response),
          });
        });
        sent.on('error', reject).end(body);
      });
      if (method !== 'GET' && (answer?.status ?? 0) < 300) taken.push(told);
    };
    const passOn = () => {
      if (answer === undefined) throw new Error('nothing to pass on');
      const { 'transfer-encoding': _, ...headers } = answer.headers;
      reply.writeHead(answer.status, headers).end(answer.body);
    };
    if (asked.method === 'GET') {
      await carryOut();
      passOn();
      return;
    }
    writes += 1;
    await onWrite({ told, number: writes, carryOut, passOn, hangUp: () => void asked.socket.destroy() });
  }
  const server = createServer((asked, reply) => {
    exchange(asked, reply).catch(() => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`, taken };
}
