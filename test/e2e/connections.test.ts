/** The proof that nothing is connected before it is needed, and that calls share a connection. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

describe('connections to OpenAI', () => {
  it('are none before the first call, and one for calls in a row', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ upstream: upstream.url });
    await server.list();
    await delay(1000);
    expect(upstream.connections()).toBe(0);
    for (let call = 0; call < 60; call += 1) await server.call('list_projects');
    expect(upstream.requests).toHaveLength(60);
    expect(upstream.connections()).toBe(1);
  });

  it('are none for calls that are refused', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ args: ['--read-only'], upstream: upstream.url });
    await server.call('create_project', { name: 'e2e' });
    await server.call('list_projects', { limit: 101 });
    await server.call('get_project', { project_id: '../users' });
    expect(upstream.connections()).toBe(0);
  });
});
