/** The total time, the caller's wish to stop, and the end of the client: each ends a call wherever it stands. */
import { describe, expect, it } from 'vitest';
import type { OpenAIClient } from '../../src/openai/client.ts';
import { warmUpHttp } from '../../src/openai/warm-up.ts';
import { answer } from './fault-server.ts';
import { failure, GET, open, POST, send, serve, serveAnswer } from './fixture.ts';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Loaded beforehand, so that short total times measure the server and not this machine. */
async function openWarm(baseUrl: string, timeoutMilliseconds: number): Promise<OpenAIClient> {
  const client = open(baseUrl, { timeoutMilliseconds });
  await client.warmUp();
  return client;
}

describe('the total time', () => {
  it('ends a call that gets no answer, and its connection', async () => {
    const server = await serve(() => undefined);
    const error = await failure(send(await openWarm(server.url, 200), POST));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'unknown', retryable: false });
    expect(error.message).toMatch(/within 0\.2 s\..*look before repeating.*--timeout/);
    expect(server.requests).toHaveLength(1);
    await server.idle();
  });

  it('ends an answer that drips', async () => {
    const server = await serve(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const client = await openWarm(server.url, 300);
    const error = await failure(send(client, GET));
    expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    await server.idle();
  });

  it('covers all tries together', async () => {
    const server = await serve(({ socket, number }) => {
      if (number === 1) socket.write(answer(503, '', { 'retry-after': '2' }));
    });
    const client = await openWarm(server.url, 3000);
    // Two seconds of waiting and another three would be five. A busy machine makes both late alike.
    const late = pause(4800).then(() => undefined);
    const error = await Promise.race([failure(send(client, GET)), late]);
    expect(error?.kind).toBe('timeout');
    expect(server.requests).toHaveLength(2);
  });

  it('covers the wait for a free connection, and then nothing was sent', async () => {
    const server = await serve(() => undefined);
    const client = await openWarm(server.url, 2000);
    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(send(client, POST))));
    expect(errors.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(16);
    expect(errors.filter(({ outcome }) => outcome === 'not_sent')).toHaveLength(4);
    await pause(50);
    expect(server.requests).toHaveLength(16);
    expect(server.connections()).toBe(16);
  });

  it('too short for a new connection by the time it may be opened: nothing is sent', async () => {
    const server = await serve(() => undefined);
    const client = await openWarm(server.url, 400);
    const busy = Array.from({ length: 16 }, () => failure(send(client, POST)));
    await pause(40);
    const late = failure(send(client, POST));
    await Promise.all(busy);
    expect(await late).toMatchObject({ kind: 'timeout', outcome: 'not_sent' });
    await pause(50);
    expect(server.requests).toHaveLength(16);
    expect(server.connections()).toBe(16);
  });
});

describe('the signal of the caller', () => {
  it('aborted before the call: nothing is sent', async () => {
    const server = await serveAnswer(200, '{}');
    const error = await failure(send(open(server.url), POST, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'cancelled', outcome: 'not_sent', retryable: false });
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['before an answer', ''],
    ['in the middle of one', 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{'],
  ])('aborted %s: the call ends at once and its connection is closed', async (_, bytes) => {
    const controller = new AbortController();
    const server = await serve(({ socket }) => {
      socket.write(bytes);
      setTimeout(() => controller.abort(), 30);
    });
    const error = await failure(send(open(server.url), POST, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: 'cancelled', outcome: 'unknown' });
    expect(error.message).toContain('look before repeating');
    await server.idle();
    await pause(50);
    expect(server.requests).toHaveLength(1);
    expect(server.connections()).toBe(1);
  });

  it('aborted while a call waits for a free connection: it is not sent later either', async () => {
    const server = await serve(() => undefined);
    const client = open(server.url);
    const controller = new AbortController();
    const running = Array.from({ length: 16 }, () => send(client, POST));
    const waiting = failure(send(client, POST, { signal: controller.signal }));
    while (server.requests.length < 16) await pause(5);
    controller.abort();
    expect(await waiting).toMatchObject({ kind: 'cancelled', outcome: 'not_sent' });
    for (const { socket } of server.requests) socket.write(answer(200, '{}'));
    await Promise.all(running);
    await pause(50);
    expect(server.requests).toHaveLength(16);
  });

  it('aborted between two tries: the second is not made', async () => {
    const controller = new AbortController();
    const server = await serve(({ socket }) => {
      socket.write(answer(503, '', { 'retry-after': '2' }));
      setTimeout(() => controller.abort(), 50);
    });
    expect(await failure(send(open(server.url), GET, { signal: controller.signal }))).toMatchObject({
      kind: 'cancelled',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('aborted after the call changes nothing, and no listener stays behind', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const server = await serveAnswer(200, '{}');
    const client = open(server.url);
    await send(client, GET, { signal });
    controller.abort();
    expect(listeners).toBe(0);
    await send(client, GET);
    expect(server.connections()).toBe(1);
  });
});

describe('close', () => {
  it('ends calls under way, their connections, and every later call', async () => {
    const server = await serve(({ socket, number }) => {
      if (number === 1) socket.write(answer(200, '{}'));
    });
    const client = open(server.url);
    await send(client, GET);
    const pending = failure(send(client, POST));
    while (server.requests.length < 2) await pause(5);
    await client.close();
    expect(await pending).toMatchObject({ kind: 'cancelled', outcome: 'unknown' });
    await server.idle();
    expect(await failure(send(client, POST))).toMatchObject({ kind: 'cancelled', outcome: 'not_sent' });
    expect(server.requests).toHaveLength(2);
    await client.close();
  });

  it('of a client that was never used loads and opens nothing', async () => {
    const server = await serveAnswer(200, '{}');
    await open(server.url).close();
    expect(server.connections()).toBe(0);
  });
});

describe('warmUp', () => {
  it('gets through a whole exchange in memory', async () => {
    await expect(warmUpHttp(true, () => performance.now())).resolves.toBeUndefined();
  });

  it('opens no connection, and what follows works', async () => {
    const server = await serveAnswer(200, '{"a":1}');
    const client = open(server.url);
    await client.warmUp();
    expect(server.connections()).toBe(0);
    expect(await send(client, GET)).toMatchObject({ body: { a: 1 } });
  });

  it('never fails, whatever the settings', async () => {
    const client = open('https://nowhere.invalid/v1', {
      extraCaFile: '/nonexistent.pem',
      proxy: { httpsProxy: '::' },
    });
    await client.warmUp();
    expect(await failure(send(client, GET))).toMatchObject({ kind: 'network', outcome: 'not_sent' });
  });
});
