/** The proof that access ends when it was asked to: told, listed and refused. */
import { describe, expect, it } from 'vitest';
import type { FaultServer } from '../openai/fault-server.ts';
import {
  errorOf,
  LEGACY_REVISION,
  type Message,
  MODERN_REVISION,
  type Server,
  type StartOptions,
  startServer,
} from './start-server.ts';
import { startUpstream } from './upstream.ts';

/** Seconds of access; where a busy machine needs longer than that to start, it gets more. */
const SHORT_ACCESS = [2, 10, 60];

/** A server of short access that has answered its list and a call before the end of it. */
async function startInTime(options: StartOptions): Promise<{ server: Server; upstream: FaultServer }> {
  for (const seconds of SHORT_ACCESS) {
    const upstream = await startUpstream();
    const args = ['--expires-in', `${seconds}s`];
    const server = await startServer({ ...options, args, upstream: upstream.url });
    if (options.revision === MODERN_REVISION) {
      server.send('subscriptions/listen', { notifications: { toolsListChanged: true } });
    }
    const listed = await server.list();
    const { isError } = await server.call('list_projects');
    if (server.messages.some(isListChanged) || isError) continue;
    expect(listed.length).toBeGreaterThan(0);
    return { server, upstream };
  }
  throw new Error('Access was over each time before the first call was answered.');
}

function isListChanged({ method }: Message): boolean {
  return method === 'notifications/tools/list_changed';
}

describe.each([LEGACY_REVISION, MODERN_REVISION])('the end of access in %s', (revision) => {
  it('is told to the client, empties the list and refuses calls', async () => {
    const { server, upstream } = await startInTime({ revision });
    await server.message(isListChanged);
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
    await server.message(isListChanged);
    expect(await server.list()).toEqual([]);
  });
});
