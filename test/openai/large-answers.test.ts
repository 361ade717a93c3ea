/** Several large answers at once: none waits for another for ever, none outlives its call, and not all are held. */
import { describe, expect, it } from 'vitest';
import { answer } from './fault-server.ts';
import { failure, GET, open, send, serve } from './fixture.ts';

const MEGABYTE = 1_000_000;
const PIECE = 65_536;

/** A list that takes so much. */
function list(megabytes: number, id = 'a'): Buffer {
  return Buffer.from(
    answer(200, `{"data":[{"id":"${id}"}${`,"${'x'.repeat(999)}"`.repeat(megabytes * 1000)}]}`),
  );
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('large answers at once', () => {
  it('all come, each to its own call', async () => {
    const server = await serve(({ line, socket }) => {
      socket.write(list(4, new URL(line.split(' ')[1] ?? '', server.url).searchParams.get('id') ?? ''));
    });
    const client = open(server.url, { timeoutMilliseconds: 120_000 });
    const ids = Array.from({ length: 20 }, (_, index) => `id${index}`);
    const bodies = await Promise.all(ids.map((id) => send(client, { ...GET, query: `id=${id}` })));
    const first = bodies.map(({ body }) => (body as { data: { id: string }[] }).data[0]?.id);
    expect(first).toEqual(ids);
    expect(server.requests).toHaveLength(20);
  });

  it('are held up to a bound: of the rest the connections wait', async () => {
    const whole = list(12);
    let taken = 0;
    // Piece by piece, since a write counts as taken when all of it is. None is whole until its last byte.
    const sendFrom = (socket: import('node:net').Socket, from: number): void => {
      const piece = whole.subarray(from, Math.min(from + PIECE, whole.length - 1));
      if (piece.length === 0) return;
      socket.write(piece, () => {
        taken += piece.length;
        sendFrom(socket, from + piece.length);
      });
    };
    const server = await serve(({ socket }) => sendFrom(socket, 0));
    const client = open(server.url, { timeoutMilliseconds: 120_000 });
    const calls = Array.from({ length: 8 }, () => send(client, GET));
    // Until a good part is held, however slow the machine is; then until nothing moves any more.
    while (taken < 20 * MEGABYTE) await pause(10);
    for (let before = -1; before !== taken; await pause(500)) before = taken;
    // Some more than is held fits into the system's buffers.
    expect(taken).toBeLessThan(70 * MEGABYTE);
    const ended = Promise.allSettled(calls);
    await client.close();
    await ended;
  });

  it('that are not JSON let the call try again, whoever still holds it', async () => {
    const broken = Buffer.from(answer(200, `{"data":["${'x'.repeat(2 * MEGABYTE)}"`));
    const server = await serve(({ socket, number }) => void socket.write(number === 1 ? broken : list(2)));
    const client = open(server.url, { timeoutMilliseconds: 60_000 });
    const never = new Promise<void>(() => undefined);
    expect((await send(client, { ...GET, inUse: never })).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it('go on when one of them breaks, is too large or is stopped', async () => {
    const server = await serve(({ socket, number }) => {
      if (number === 1) socket.write(list(12).subarray(0, -1));
      else if (number === 2) socket.write(list(12).subarray(0, 11 * MEGABYTE), () => socket.destroy());
      else if (number === 3) socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(17 * MEGABYTE)}`);
      else socket.write(list(12));
    });
    const client = open(server.url, { timeoutMilliseconds: 120_000 });
    const controller = new AbortController();
    const write = { ...GET, method: 'POST' as const, safe: false };
    const stopped = failure(send(client, GET, { signal: controller.signal }));
    while (server.requests.length < 1) await pause(5);
    const broken = failure(send(client, write));
    while (server.requests.length < 2) await pause(5);
    const tooLarge = failure(send(client, GET));
    while (server.requests.length < 3) await pause(5);
    const whole = Array.from({ length: 6 }, () => send(client, GET));
    await pause(200);
    controller.abort();
    expect(await stopped).toMatchObject({ kind: 'cancelled' });
    expect(await tooLarge).toMatchObject({ tooLarge: { deadline: expect.any(Number) } });
    expect(await broken).toMatchObject({ outcome: 'unknown' });
    for (const { status } of await Promise.all(whole)) expect(status).toBe(200);
  });
});

describe('a call that is stopped while its answer is parsed, or waits to be', () => {
  it('ends at once, and those behind it go on', async () => {
    const server = await serve(({ socket }) => socket.write(list(15)));
    const client = open(server.url, { timeoutMilliseconds: 120_000 });
    const controller = new AbortController();
    const stopped = Array.from({ length: 4 }, () =>
      failure(send(client, GET, { signal: controller.signal })),
    );
    const others = Array.from({ length: 2 }, () => send(client, GET));
    await Promise.race(stopped.map((call) => call.catch(() => undefined)).concat(pause(150) as never));
    controller.abort();
    const kinds = (await Promise.allSettled(stopped)).map(
      (one) => one.status === 'fulfilled' && one.value.kind,
    );
    expect(kinds.filter((kind) => kind === 'cancelled').length).toBeGreaterThan(0);
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

it('a large answer of another kind than JSON is told as such, and one with an error status by its status', async () => {
  const page = 'x'.repeat(2 * MEGABYTE);
  const server = await serve(({ socket, number }) => socket.write(answer(number < 4 ? 200 : 404, page)));
  const client = open(server.url);
  expect((await failure(send(client, GET))).message).toContain('not JSON');
  expect(server.requests).toHaveLength(3);
  expect(await failure(send(client, GET))).toMatchObject({ status: 404, kind: 'not_found' });
});
