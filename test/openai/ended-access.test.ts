/** After the end of access nothing begins to be sent, wherever the call stands by then; what is under way goes on. */
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { timedSend } from '../../src/compose/timed-send.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { answer } from './fault-server.ts';
import { failure, GET, KEY, open, POST, serve } from './fixture.ts';

const REASON = 'Access ended at noon (--expires-at). A person gives new access by a later one.';
const ENDED = {
  kind: 'refused',
  outcome: 'not_sent',
  message: `${REASON} Nothing was sent.`,
  retryable: false,
};

function timed(url: string) {
  const access = { over: false, isOver: () => access.over, reason: REASON };
  const client = open(url);
  const send = timedSend((request, signal) => client.send(request, { apiKey: KEY }, signal), access);
  return { access, send: (request: ApiRequest) => send(request, new AbortController().signal) };
}

it.each([GET, POST])('$method after the end opens no connection', async (request) => {
  const server = await serve(() => undefined);
  const { access, send } = timed(server.url);
  access.over = true;
  expect(await failure(send(request))).toMatchObject(ENDED);
  expect(server.connections()).toBe(0);
});

it.each([GET, POST])('$method that is under way at the end has its answer', async (request) => {
  const server = await serve(({ socket }) => {
    access.over = true;
    socket.write(answer(200, '{"a":1}'));
  });
  const { access, send } = timed(server.url);
  expect((await send(request)).body).toEqual({ a: 1 });
});

it('a read that failed before the end is not tried again after it, and its failure is told', async () => {
  const server = await serve(({ socket }) => {
    access.over = true;
    socket.write(answer(503, '{"error":{"message":"later"}}'));
  });
  const { access, send } = timed(server.url);
  expect(await failure(send(GET))).toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(1);
});

/** A proxy that lets a connection through when the test says so. */
async function slowProxy(target: number) {
  const waiting: (() => void)[] = [];
  const proxy = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      waiting.push(() => {
        const through = new (socket.constructor as new () => Socket)();
        through.on('error', () => undefined);
        through.connect(target, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(through).pipe(socket);
        });
      });
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return { proxy, waiting };
}

it.each([GET, POST])('$method that waits for a connection at the end is not written', async (request) => {
  const connected: Socket[] = [];
  const server = await serve(() => undefined, { onConnection: (socket) => connected.push(socket) });
  const { proxy, waiting } = await slowProxy(server.port);
  const { port } = proxy.address() as { port: number };
  const access = { over: false, isOver: () => access.over, reason: REASON };
  const client = open(`http://api.example.com:${server.port}/v1`, {
    proxy: { httpProxy: `http://127.0.0.1:${port}` },
  });
  const send = timedSend((one, signal) => client.send(one, { apiKey: KEY }, signal), access);
  const failing = failure(send(request, new AbortController().signal));
  await expect.poll(() => waiting.length).toBe(1);
  access.over = true;
  waiting[0]?.();
  expect(await failing).toMatchObject(ENDED);
  expect(connected).toHaveLength(1);
  expect(server.requests).toEqual([]);
});
