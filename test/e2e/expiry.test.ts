/** Owns the proof that access ends when it was asked to: told, listed and refused. */
import { describe, expect, it } from 'vitest';
import { errorOf, LEGACY_REVISION, MODERN_REVISION, startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

/** Long enough for a busy machine to start in. */
const SHORT_ACCESS = ['--expires-in', '3s'];

describe.each([LEGACY_REVISION, MODERN_REVISION])('the end of access in %s', (revision) => {
  it('is told to the client, empties the list and refuses calls', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ args: SHORT_ACCESS, upstream: upstream.url, revision });
    if (revision === MODERN_REVISION) {
      server.send('subscriptions/listen', { notifications: { toolsListChanged: true } });
    }
    expect((await server.list()).length).toBeGreaterThan(0);
    expect((await server.call('list_projects')).isError).toBe(false);
    await server.message(({ method }) => method === 'notifications/tools/list_changed');
    expect(await server.list()).toEqual([]);
    const refusal = errorOf(await server.call('list_projects'));
    expect(refusal).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(refusal.message).toMatch(/ended at \d{4}-\d\d-\d\dT.*--expires-at/);
    expect(upstream.requests).toHaveLength(1);
    expect(server.stderr()).toContain('Access ended at');
  });
});

describe('the end of access by environment', () => {
  it('is the earlier one when both are given', async () => {
    const server = await startServer({
      args: ['--sandbox', '--expires-in', '2d'],
      environment: { OPENAI_ADMIN_MCP_EXPIRES_IN: '2s' },
    });
    await server.message(({ method }) => method === 'notifications/tools/list_changed');
    expect(await server.list()).toEqual([]);
  });
});
