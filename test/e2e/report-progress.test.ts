/** A long report over the wire: how far it is, and its end in the middle. */
import { describe, expect, test } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { LEGACY_REVISION, MODERN_REVISION, startServer } from './start-server.ts';
import { received, startUpstream } from './upstream.ts';

const EMPTY = answer(200, JSON.stringify({ object: 'page', data: [], has_more: false, next_page: null }));
const LONG = { name: 'report_costs', arguments: { period: '2026-01-01/2026-06-30', by: ['project'] } };

describe.each([LEGACY_REVISION, MODERN_REVISION])('a report in %s', (revision) => {
  test('tells a client that asks how many answers were read', async () => {
    const upstream = await startUpstream(({ socket }) => socket.write(EMPTY));
    const server = await startServer({ upstream: upstream.url, revision });
    const call = (meta: object) => server.request('tools/call', { ...LONG, _meta: meta });
    await call({ progressToken: 'p1' });
    const told = server.messages.filter(({ method }) => method === 'notifications/progress');
    const counts = told.map(({ params }) => (params as { progress: number }).progress);
    expect(counts.length).toBeGreaterThan(5);
    expect(counts).toEqual(counts.map((_, index) => index + 1));
    expect(told[0]?.params).toMatchObject({ progressToken: 'p1', message: '1 request answered by OpenAI' });
    await call({});
    expect(server.messages.filter(({ method }) => method === 'notifications/progress')).toHaveLength(
      told.length,
    );
  });

  test('ends in the middle of a request and between two when it is cancelled', async () => {
    const upstream = await startUpstream(({ socket, number }) => {
      if (number <= 2) socket.write(EMPTY);
    });
    const server = await startServer({ upstream: upstream.url, revision });
    const id = server.send('tools/call', LONG);
    await received(upstream, 6);
    server.notify('notifications/cancelled', { requestId: id });
    await upstream.idle();
    expect(upstream.requests).toHaveLength(6);
    expect(server.messages.some((message) => message.id === id)).toBe(false);
  });
});
