import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMcpServer } from '../../src/server/mcp-server.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type SampleService, sampleService } from './sample-service.ts';

const IDENTITY = { name: 'openai-admin-mcp', version: '0.0.0' };
const CLIENT = { name: 'test', version: '1' };
const readPage = () => '<!doctype html>';

type Connect = (service: SampleService, onListed?: () => void) => Promise<Client>;

/** The handshake of 2024-11-05 to 2025-11-25. */
const connectOlder: Connect = async (service, onListed = () => undefined) => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(IDENTITY, service, { onListed }, readPage);
  await server.connect(far);
  const client = new Client(CLIENT);
  await client.connect(near);
  onTestFinished(() => client.close());
  return client;
};

/** `server/discover` of 2026-07-28; its requests are handed over without a socket. */
const connectNewer: Connect = async (service, onListed = () => undefined) => {
  const handler = createMcpHandler(() => createMcpServer(IDENTITY, service, { onListed }, readPage), {
    legacy: 'reject',
  });
  const transport = new StreamableHTTPClientTransport(new URL('http://127.0.0.1/mcp'), {
    fetch: (url, init) => handler.fetch(new Request(url, init)),
  });
  const client = new Client(CLIENT, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(transport);
  onTestFinished(async () => {
    await client.close();
    await handler.close();
  });
  return client;
};

const text = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text ?? '';

describe.each([
  ['the initialize handshake', connectOlder],
  ['server/discover', connectNewer],
])('over %s', (_, connect) => {
  test('a client hears the name, the instructions and the tools', async () => {
    const client = await connect(sampleService());
    expect(client.getServerVersion()).toMatchObject(IDENTITY);
    expect(client.getInstructions()).toContain('On: ');
    expect(client.getServerCapabilities()).toMatchObject({ tools: { listChanged: true } });
    const { tools, nextCursor } = await client.listTools();
    const core = catalogue.tools.filter((tool) => tool.tags.includes('core'));
    expect(tools.map((tool) => tool.name)).toEqual(core.map((tool) => tool.name));
    expect(nextCursor).toBeUndefined();
    for (const tool of tools) expect(tool).not.toHaveProperty('outputSchema');
  });

  test('a call comes back as one text block', async () => {
    const client = await connect(
      sampleService({ answer: () => ({ data: [{ id: 'proj_1' }], has_more: false }) }),
    );
    const result = await client.callTool({ name: 'list_projects', arguments: { limit: '5' } });
    expect(text(result)).toBe('{"has_more":false,"columns":["id"],"rows":[["proj_1"]]}');
    expect(result).not.toHaveProperty('structuredContent');
    expect(result.isError).not.toBe(true);
  });

  test('wrong arguments come back as a result that the model can read', async () => {
    const client = await connect(sampleService());
    const result = await client.callTool({ name: 'list_projects', arguments: { limit: 0 } });
    expect(result.isError).toBe(true);
    expect(JSON.parse(text(result))).toMatchObject({ error: { kind: 'invalid', outcome: 'not_sent' } });
  });

  test('an unforeseen error keeps its message to itself', async () => {
    const client = await connect(
      sampleService({
        answer: () => {
          throw new Error('sk-admin-canary');
        },
      }),
    );
    const result = await client.callTool({ name: 'list_projects' });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(JSON.parse(text(result))).toMatchObject({ error: { kind: 'internal' } });
  });

  test('an unknown tool is a protocol error with the closest name', async () => {
    const client = await connect(sampleService());
    await expect(client.callTool({ name: 'list_project' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('did you mean list_projects?'),
    });
  });

  test('a cursor for the list of tools is refused, since there is one page', async () => {
    const client = await connect(sampleService());
    await expect(client.listTools({ cursor: 'x' })).rejects.toMatchObject({ code: -32602 });
  });

  test('cancelling a call aborts its request', async () => {
    const controller = new AbortController();
    let aborted: (() => void) | undefined;
    const seen = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const service = sampleService({
      answer: (_tool, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted?.();
            reject(new Error('aborted'));
          });
          controller.abort();
        }),
    });
    const client = await connect(service);
    await expect(client.callTool({ name: 'list_projects' }, { signal: controller.signal })).rejects.toThrow();
    await seen;
  });

  test('the listing is noticed once it was answered', async () => {
    let listed = 0;
    const client = await connect(sampleService(), () => {
      listed += 1;
    });
    expect(listed).toBe(0);
    await client.listTools();
    await new Promise(setImmediate);
    expect(listed).toBe(1);
  });
});
