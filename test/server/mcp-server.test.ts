import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DamagedInstallation } from '../../src/model/damaged-installation.ts';
import type { GuidancePortal } from '../../src/server/guidance-handlers.ts';
import { createMcpServer } from '../../src/server/mcp-server.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { sampleGuidance } from '../guidance/sample-guidance.ts';
import { type SampleService, sampleService } from './sample-service.ts';

const IDENTITY = { name: 'openai-admin-mcp', version: '0.0.0' };
const CLIENT = { name: 'test', version: '1' };
const readPage = () => '<!doctype html>';

type Connect = (
  service: SampleService,
  onListed?: () => void,
  guidance?: Partial<GuidancePortal>,
) => Promise<Client>;

const portal = (more: Partial<GuidancePortal> = {}): GuidancePortal => ({
  open: async () => (await sampleGuidance()).guidance,
  onUnforeseen: () => undefined,
  ...more,
});

/** The handshake of 2024-11-05 to 2025-11-25. */
const connectOlder: Connect = async (service, onListed = () => undefined, guidance = {}) => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(IDENTITY, service, portal(guidance), { onListed }, readPage);
  await server.connect(far);
  const client = new Client(CLIENT);
  await client.connect(near);
  onTestFinished(() => client.close());
  return client;
};

/** `server/discover` of 2026-07-28; its requests are handed over without a socket. */
const connectNewer: Connect = async (service, onListed = () => undefined, guidance = {}) => {
  const handler = createMcpHandler(
    () => createMcpServer(IDENTITY, service, portal(guidance), { onListed }, readPage),
    {
      legacy: 'reject',
    },
  );
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

  describe('prompts, resources and completions', () => {
    const uri = 'openai-admin-mcp://docs/reports';
    const ref = { type: 'ref/prompt' as const, name: 'off_board_person' };

    test('are declared, listed and answered', async () => {
      const client = await connect(sampleService());
      expect(client.getServerCapabilities()).toEqual({
        tools: { listChanged: true },
        prompts: {},
        resources: {},
        completions: {},
      });
      expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain('off_board_person');
      const { messages } = await client.getPrompt({ ...ref, arguments: { person: 'a@b.example' } });
      expect(messages).toEqual([
        { role: 'user', content: { type: 'text', text: expect.stringContaining('"a@b.example"') } },
      ]);
      expect((await client.listResources()).resources.map((one) => one.uri)).toContain(uri);
      expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
      expect((await client.readResource({ uri })).contents).toMatchObject([
        { uri, mimeType: 'text/markdown' },
      ]);
      const { completion } = await client.complete({ ref, argument: { name: 'person', value: 'a' } });
      expect(completion).toMatchObject({ values: [], hasMore: false });
    });

    test('that are asked for wrongly are errors of the protocol, in words', async () => {
      const client = await connect(sampleService());
      for (const [asking, message] of [
        [client.getPrompt({ name: 'off_board_person' }), 'person is missing'],
        [client.getPrompt({ name: 'rotate_key' }), 'did you mean rotate_keys?'],
        [client.listPrompts({ cursor: 'x' }), 'one page'],
        [client.listResources({ cursor: 'x' }), 'one page'],
        [client.listResourceTemplates({ cursor: 'x' }), 'one page'],
        [client.complete({ ref, argument: { name: 'x', value: '' } }), 'no argument "x"'],
        [client.readResource({ uri: `${uri}s` }), `did you mean ${uri}?`],
      ] as const) {
        await expect(asking).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining(message),
        });
      }
      await expect(client.readResource({ uri: `${uri}s` })).rejects.toMatchObject({
        data: { uri: `${uri}s` },
      });
    });

    test('of a damaged installation say to install it again', async () => {
      const open = () => Promise.reject(new DamagedInstallation('guidance.cjs', undefined));
      const client = await connect(sampleService(), undefined, { open });
      await expect(client.listPrompts()).rejects.toMatchObject({
        code: -32603,
        message: expect.stringMatching(/guidance\.cjs.*install openai-admin-mcp again.*restart the server/),
      });
    });

    test('keep the message of an unforeseen error to themselves', async () => {
      const unforeseen: unknown[] = [];
      const client = await connect(sampleService(), undefined, {
        open: () => Promise.reject(new Error('sk-admin-canary')),
        onUnforeseen: (where) => unforeseen.push(where),
      });
      const told = await client.listResources().catch((error: Error) => error.message);
      expect(told).toContain('its log has more');
      expect(told).not.toContain('canary');
      expect(unforeseen).toEqual(['resources/list']);
    });
  });
});
