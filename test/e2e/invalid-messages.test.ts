/** The proof that no message meets silence: what the protocol does not allow gets its error, and the session lives. */
import { describe, expect, it } from 'vitest';
import { LEGACY_REVISION, MODERN_REVISION, startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

const REVISIONS = ['none', LEGACY_REVISION, MODERN_REVISION];
const VERSION = 'io.modelcontextprotocol/protocolVersion';
const TASK = 'io.modelcontextprotocol/related-task';
const ID = 7700;

const request = (members: object) => JSON.stringify({ jsonrpc: '2.0', id: ID, method: 'ping', ...members });

/** JSON-RPC 2.0, sections 4 to 6, and what MCP adds: the codes, and null where no id can be known. */
const SHAPES: [name: string, line: string | Buffer, code: number, id: unknown][] = [
  ['no JSON', 'GET / HTTP/1.1', -32700, null],
  ['half a message', request({}).slice(0, -1), -32700, null],
  ['two messages in one line', request({}) + request({}), -32700, null],
  ['a single quote', "{'jsonrpc':'2.0'}", -32700, null],
  ['NaN', `{"jsonrpc":"2.0","id":${ID},"method":"ping","params":NaN}`, -32700, null],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), -32700, null],
  ['a byte order mark', `\uFEFF${request({})}`, -32700, ID],
  ['a batch', `[${request({})}]`, -32600, null],
  ['an empty batch', '[]', -32600, null],
  ['a number', '42', -32600, null],
  ['a text', '"ping"', -32600, null],
  ['null', 'null', -32600, null],
  ['an empty object', '{}', -32600, null],
  ['JSON-RPC 1', request({ jsonrpc: '1.0' }), -32600, ID],
  ['no jsonrpc', request({ jsonrpc: undefined }), -32600, ID],
  ['no method', request({ method: undefined }), -32600, ID],
  ['a method that is a number', request({ method: 1 }), -32600, ID],
  ['an unknown member', request({ auth: 'x' }), -32600, ID],
  ['a member __proto__', request({}).replace('{', '{"__proto__":{},'), -32600, ID],
  ['a request that is a response too', request({ result: {} }), -32600, ID],
  ['an id of null', request({ id: null }), -32600, null],
  ['an id that is an object', request({ id: {} }), -32600, null],
  ['an id that is true', request({ id: true }), -32600, null],
  ['an id with a fraction', request({ id: 0.5 }), -32600, 0.5],
  ['an id beyond what can be kept', request({ id: 2 ** 60 }), -32600, null],
  ['params that are a text', request({ params: 'x' }), -32600, ID],
  ['params that are null', request({ params: null }), -32600, ID],
  ['params by position', request({ params: [1] }), -32602, ID],
  ['a _meta that is none', request({ params: { _meta: 1 } }), -32602, ID],
  ['a progress token that is none', request({ params: { _meta: { progressToken: [] } } }), -32602, ID],
  ['a related task that is none', request({ params: { _meta: { [TASK]: 5 } } }), -32602, ID],
  ['a notification with an unknown member', '{"jsonrpc":"2.0","method":"x","to":1}', -32600, null],
  ['a notification with a text for params', '{"jsonrpc":"2.0","method":"x","params":"y"}', -32600, null],
  ['a response without an id', '{"jsonrpc":"2.0","result":{}}', -32600, null],
  ['a response with both', `{"jsonrpc":"2.0","id":${ID},"result":{},"error":{}}`, -32600, null],
  ['a result that is a number', `{"jsonrpc":"2.0","id":${ID},"result":1}`, -32600, null],
  ['an error without a code', `{"jsonrpc":"2.0","id":${ID},"error":{"message":"x"}}`, -32600, null],
];

describe.each(REVISIONS)('with revision %s', (revision) => {
  it('each invalid message is answered with the error of its kind, and the next one is served', async () => {
    const server = await startServer({ args: ['--sandbox'], revision });
    for (const [name, line, code, id] of SHAPES) {
      const before = server.messages.length;
      server.write(line as string);
      server.write('\r\n');
      await server.message((message) => server.messages.indexOf(message) >= before);
      const [answer, ...others] = server.messages.slice(before);
      expect(answer, name).toMatchObject({ id, error: { code } });
      expect(answer?.error?.message, name).toMatch(/Nothing was done/);
      expect(others, name).toEqual([]);
    }
    server.write('\n \r\n');
    expect((await server.call('list_projects', { limit: 1 })).isError).toBe(false);
  });

  it.each(['2099-01-01', 'DRAFT', ''])('a request in version %j is refused', async (version) => {
    const server = await startServer({ args: ['--sandbox'], revision });
    for (const method of ['tools/list', 'tools/call', 'server/discover', 'ping']) {
      const { error } = await server.request(method, {
        name: 'list_projects',
        _meta: { [VERSION]: version },
      });
      expect(error, method).toMatchObject({
        code: -32022,
        data: { requested: version, supported: expect.arrayContaining([MODERN_REVISION]) },
      });
    }
  });
});

describe('initialize', () => {
  const whole = {
    protocolVersion: LEGACY_REVISION,
    capabilities: {},
    clientInfo: { name: 'e2e', version: '1' },
  };

  it.each([
    ['clientInfo', undefined],
    ['clientInfo', 'me'],
    ['clientInfo', { name: 'me' }],
    ['capabilities', undefined],
    ['protocolVersion', 5],
  ])('with %s %j is told what is missing, and can be repeated', async (member, value) => {
    const server = await startServer({ args: ['--sandbox'], revision: 'none' });
    const { error } = await server.request('initialize', { ...whole, [member]: value });
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(member) });
    expect(error?.message).not.toMatch(/[\n{]/);
    expect((await server.request('initialize', whole)).result).toHaveProperty('serverInfo');
  });

  it('still negotiates, whatever version its _meta names', async () => {
    const server = await startServer({ args: ['--sandbox'], revision: 'none' });
    const params = { ...whole, protocolVersion: '2099-01-01', _meta: { [VERSION]: '2099-01-01' } };
    expect((await server.request('initialize', params)).result).toMatchObject({
      protocolVersion: LEGACY_REVISION,
    });
  });
});

describe.each([LEGACY_REVISION, MODERN_REVISION])('two requests with one id in %s', (revision) => {
  it('are one: the second is refused, and after the answer the id is free', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ upstream: upstream.url, revision });
    const params = {
      name: 'list_projects',
      arguments: {},
      _meta: {
        [VERSION]: revision,
        'io.modelcontextprotocol/clientInfo': { name: 'e2e', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    };
    const line = `${request({ method: 'tools/call', params })}\n`;
    server.write(line + line);
    const { error } = await server.message((message) => message.id === ID && message.error !== undefined);
    expect(error).toMatchObject({ code: -32600, message: expect.stringContaining('under way') });
    await server.message((message) => message.id === ID && message.result !== undefined);
    expect(upstream.requests).toHaveLength(1);
    server.write(line);
    await server.message(
      () => server.messages.filter(({ id, result }) => id === ID && result !== undefined).length === 2,
    );
    expect(upstream.requests).toHaveLength(2);
  });
});
