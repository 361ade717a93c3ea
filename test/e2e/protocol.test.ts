/** The proof that clients of every protocol revision get the tools over stdio. */

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { LEGACY_REVISION, MODERN_REVISION, PROGRAM, startServer } from './start-server.ts';

const LEGACY_REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', LEGACY_REVISION];

describe('initialize', () => {
  it.each(LEGACY_REVISIONS)('answers revision %s in that revision', async (revision) => {
    const server = await startServer({ args: ['--sandbox'], revision });
    expect(server.greeting).toMatchObject({
      protocolVersion: revision,
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'openai-admin-mcp' },
      instructions: expect.stringContaining('pass next_cursor back unchanged'),
    });
    expect((await server.list()).length).toBeGreaterThan(20);
    expect(itemsOf((await server.call('list_projects', { limit: 1 })).value)).toHaveLength(1);
  });

  it('answers a revision that nobody knows with one that it speaks', async () => {
    const server = await startServer({ args: ['--sandbox'], revision: '1999-01-01' });
    expect(LEGACY_REVISIONS).toContain(server.greeting.protocolVersion);
    expect((await server.list()).length).toBeGreaterThan(20);
  });
});

describe('arguments that are null', () => {
  it.each([LEGACY_REVISION, MODERN_REVISION])('are none in revision %s', async (revision) => {
    for (const exposure of ['all', 'discovery']) {
      const server = await startServer({ args: ['--sandbox', '--exposure', exposure], revision });
      const params =
        exposure === 'all'
          ? { name: 'list_projects', arguments: null }
          : { name: 'call_read_tool', arguments: { name: 'list_projects', arguments: null } };
      const { result, error } = await server.request('tools/call', params);
      expect(error).toBeUndefined();
      expect(result).not.toHaveProperty('isError');
    }
  });
});

describe('server/discover', () => {
  it('answers without a handshake', async () => {
    const server = await startServer({ args: ['--sandbox'], revision: MODERN_REVISION });
    expect(server.greeting).toMatchObject({
      supportedVersions: expect.arrayContaining([MODERN_REVISION]),
      instructions: expect.stringContaining('pass next_cursor back unchanged'),
    });
    expect((await server.list()).length).toBeGreaterThan(20);
    expect(itemsOf((await server.call('list_projects', { limit: 1 })).value)).toHaveLength(1);
  });
});

describe('the official client', () => {
  it.each([
    ['its default', {}, LEGACY_REVISION],
    ['negotiation', { versionNegotiation: { mode: 'auto' as const } }, MODERN_REVISION],
    [
      'the newest revision alone',
      { versionNegotiation: { mode: { pin: MODERN_REVISION } } },
      MODERN_REVISION,
    ],
  ])('connects with %s', async (_, options, revision) => {
    const client = new Client({ name: 'e2e', version: '1' }, options);
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [PROGRAM, '--sandbox'] }),
    );
    onTestFinished(() => client.close());
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('list_projects');
    const { content } = await client.callTool({ name: 'list_projects', arguments: { limit: 1 } });
    expect(content).toHaveLength(1);
  });
});

describe.each([LEGACY_REVISION, MODERN_REVISION])('the list of tools in %s', (revision) => {
  it('gives every tool a title, a description, a strict schema and all four hints', async () => {
    const server = await startServer({ args: ['--sandbox', '--tags', 'all'], revision });
    for (const tool of await server.list()) {
      expect(tool, tool.name).toMatchObject({
        title: expect.stringMatching(/^[A-Z]/),
        description: expect.stringMatching(/\w/),
        inputSchema: { type: 'object', additionalProperties: false },
        annotations: {
          readOnlyHint: expect.any(Boolean),
          destructiveHint: expect.any(Boolean),
          idempotentHint: expect.any(Boolean),
          openWorldHint: true,
        },
      });
    }
  });

  it('is one page in a fixed order, and refuses a cursor', async () => {
    const server = await startServer({ args: ['--sandbox'], revision });
    const { result } = await server.request('tools/list');
    expect(result).not.toHaveProperty('nextCursor');
    expect(await server.list()).toEqual(result?.tools);
    const refused = await server.request('tools/list', { cursor: 'made-up' });
    expect(refused.error).toMatchObject({ code: -32602, message: expect.stringContaining('one page') });
  });

  it('answers a tool that nobody has with the nearest one', async () => {
    const server = await startServer({ args: ['--sandbox'], revision });
    const { error } = await server.request('tools/call', { name: 'list_project', arguments: {} });
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('list_projects') });
  });
});
