/** How often a request reaches the server, for every place where its connection can break and every status. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { answer } from './fault-server.ts';
import { DELETE, failure, GET, open, POST, send, serve, serveAnswer } from './fixture.ts';

const search: ApiRequest = { ...POST, path: '/vector_stores/vs_1/search', safe: true };

describe('a status', () => {
  const tries: [number, { read: number; write: number }][] = [
    [302, { read: 1, write: 1 }],
    [400, { read: 1, write: 1 }],
    [404, { read: 1, write: 1 }],
    [408, { read: 3, write: 1 }],
    [409, { read: 3, write: 1 }],
    [422, { read: 1, write: 1 }],
    [429, { read: 1, write: 1 }],
    [500, { read: 3, write: 1 }],
    [501, { read: 1, write: 1 }],
    [502, { read: 3, write: 1 }],
    [503, { read: 3, write: 1 }],
    [504, { read: 3, write: 1 }],
    [599, { read: 3, write: 1 }],
  ];
  it.each(tries)('%i reaches the server as often as the table says: %j', async (status, { read, write }) => {
    const server = await serveAnswer(status, '{"error":{"message":"no"}}');
    const client = open(server.url);
    const count = async (request: ApiRequest): Promise<number> => {
      const before = server.requests.length;
      await failure(send(client, request));
      return server.requests.length - before;
    };
    expect(await count(GET)).toBe(read);
    expect(await count(search)).toBe(read);
    expect(await count(POST)).toBe(write);
    expect(await count(DELETE)).toBe(write);
  });

  it('that heals is not seen by the caller of a read', async () => {
    const server = await serve(({ socket, number }) =>
      socket.write(number < 3 ? answer(503, '', { 'retry-after': '0' }) : answer(200, '{"a":1}')),
    );
    expect(await send(open(server.url), GET)).toEqual({ status: 200, body: { a: 1 }, bytes: 7 });
    expect(server.requests).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });

  it('waits as long as the server asks, if that fits into the total time', async () => {
    const arrivals: number[] = [];
    const server = await serve(({ socket, number }) => {
      arrivals.push(performance.now());
      socket.write(
        number === 1 ? answer(503, '', { 'retry-after': '1' }) : answer(503, '', { 'retry-after': '60' }),
      );
    });
    const error = await failure(send(open(server.url), GET));
    expect(error).toMatchObject({ status: 503, rateLimit: { retry_after_seconds: 60 } });
    expect(arrivals).toHaveLength(2);
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(950);
  });
});

describe('a connection that breaks', () => {
  const cuts: [string, string | undefined][] = [
    ['after the request', undefined],
    ['in the status line', 'HTTP/1.1 20'],
    ['in the headers', 'HTTP/1.1 200 OK\r\ncontent-type: appl'],
    ['in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"a":'],
  ];
  it.each(cuts)('%s: a read three times, a write once, by FIN and by RST', async (_, bytes) => {
    for (const reset of [false, true]) {
      const server = await serve(({ socket }) => {
        const cut = (): void => void (reset ? socket.resetAndDestroy() : socket.end());
        if (bytes === undefined) cut();
        // The bytes have to arrive before the reset, which would discard them.
        else socket.write(bytes, () => setTimeout(cut, 20));
      });
      const client = open(server.url);
      await failure(send(client, GET));
      expect(server.requests).toHaveLength(3);
      for (const request of [POST, DELETE]) {
        const before = server.requests.length;
        const error = await failure(send(client, request));
        expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
        expect(error.message).toContain('may have been carried out');
        expect(server.requests.length - before).toBe(1);
      }
    }
  });

  it('in the middle of a long body that is being sent: once', async () => {
    const server = await serve(() => undefined, {
      onConnection: (socket) => socket.once('data', () => socket.resetAndDestroy()),
    });
    const body = { text: 'x'.repeat(4 * 1024 * 1024) };
    expect(await failure(send(open(server.url), { ...POST, body }))).toMatchObject({
      kind: 'network',
      outcome: 'unknown',
    });
    expect(server.connections()).toBe(1);
  });

  it('after a whole answer hurts nobody', async () => {
    const server = await serve(({ socket }) => socket.end(answer(200, '{"a":1}')));
    const client = open(server.url);
    expect(await send(client, POST)).toMatchObject({ body: { a: 1 } });
    expect(await send(client, POST)).toMatchObject({ body: { a: 1 } });
    expect(server.requests).toHaveLength(2);
  });

  it('while it was idle is replaced without a second copy of a write', async () => {
    const server = await serve(({ socket }) => {
      socket.write(answer(200, '{}'));
      setTimeout(() => socket.destroy(), 10);
    });
    const client = open(server.url);
    for (let call = 1; call <= 3; call++) {
      await send(client, POST);
      await server.idle();
      // From here on it is the client that has to notice.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(server.requests).toHaveLength(3);
    expect(server.connections()).toBe(3);
  });

  it('at the very moment of the next write never doubles it', async () => {
    const server = await serve(({ socket }) => {
      socket.write(answer(200, '{}'));
      setImmediate(() => socket.resetAndDestroy());
    });
    const client = open(server.url);
    for (let call = 1; call <= 100; call++) {
      const before = server.requests.length;
      const error = await send(client, POST).then(
        () => undefined,
        (reason) => reason,
      );
      expect(server.requests.length - before).toBeLessThanOrEqual(1);
      if (error) expect(error).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('before anything was sent is opened again for every method', async () => {
    let refusals = 2;
    const server = await serve(({ socket }) => socket.write(answer(200, '{"a":1}')));
    // A port that refuses, then serves: the first two tries find nobody.
    const { port } = server;
    await server.close();
    const again = createServer((socket) => socket.end(answer(200, '{"a":1}')));
    const client = open(`http://127.0.0.1:${port}/v1`, {
      random: () => {
        refusals -= 1;
        if (refusals === 0) again.listen(port, '127.0.0.1');
        return 0.5;
      },
    });
    try {
      expect(await send(client, POST)).toMatchObject({ body: { a: 1 } });
    } finally {
      again.close();
    }
  });
});

describe('a host that cannot be reached', () => {
  it('is reported within a second, as not sent', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const error = await failure(send(open(server.url, { random: Math.random }), POST));
    expect(error).toMatchObject({
      kind: 'network',
      outcome: 'not_sent',
      code: 'ECONNREFUSED',
      retryable: true,
    });
    expect(error.message).toContain(`127.0.0.1:${server.port}`);
  });

  it('has a name that does not exist', async () => {
    const error = await failure(send(open('https://nowhere.invalid/v1'), POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent' });
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.code);
  });
});
