/** The proof that cancelling a call ends its request to OpenAI. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LEGACY_REVISION, MODERN_REVISION, startServer } from './start-server.ts';
import { received, respondWithProjects, startUpstream } from './upstream.ts';

/** Long enough for an answer that must not come. */
const SILENCE_MILLISECONDS = 300;

describe.each([LEGACY_REVISION, MODERN_REVISION])('notifications/cancelled in %s', (revision) => {
  it('closes the connection, answers nothing and leaves the server at work', async () => {
    const upstream = await startUpstream((request) => {
      if (request.number > 1) respondWithProjects(request);
    });
    const server = await startServer({ upstream: upstream.url, revision });
    const id = server.send('tools/call', { name: 'list_projects', arguments: {} });
    await received(upstream, 1);
    server.notify('notifications/cancelled', { requestId: id, reason: 'the user changed their mind' });
    await upstream.idle();
    await delay(SILENCE_MILLISECONDS);
    expect(server.messages.some((message) => message.id === id)).toBe(false);
    expect(upstream.requests).toHaveLength(1);
    expect((await server.call('list_projects')).isError).toBe(false);
  });

  it('leaves the other calls alone', async () => {
    const upstream = await startUpstream((request) => {
      if (!request.line.includes('limit=1 ')) setTimeout(() => respondWithProjects(request), 100);
    });
    const server = await startServer({ upstream: upstream.url, revision });
    const id = server.send('tools/call', { name: 'list_projects', arguments: { limit: 1 } });
    const other = server.call('list_projects', { limit: 2 });
    await received(upstream, 2);
    server.notify('notifications/cancelled', { requestId: id });
    expect((await other).isError).toBe(false);
    expect(server.messages.some((message) => message.id === id)).toBe(false);
  });

  it('for an unknown call changes nothing', async () => {
    const server = await startServer({ args: ['--sandbox'], revision });
    server.notify('notifications/cancelled', { requestId: 4711 });
    expect((await server.call('list_projects')).isError).toBe(false);
  });
});
