/** Answers of every shape: a whole one is returned as it is, and anything less is an error, never part of the data. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answer } from './fault-server.ts';
import { DELETE, failure, GET, KEY, open, POST, send, serve, serveAnswer } from './fixture.ts';

describe('a request', () => {
  it('carries key, ids, body and nothing more', async () => {
    const server = await serveAnswer(200, '{"id":"proj_1"}', { 'X-Request-Id': 'req_1' });
    const client = open(server.url);
    const response = await send(
      client,
      { ...POST, query: 'a%5B%5D=1' },
      { organization: 'org-1', project: 'proj_9' },
    );
    expect(response).toEqual({ status: 200, body: { id: 'proj_1' }, bytes: 15, requestId: 'req_1' });
    expect(server.requests[0]).toMatchObject({
      line: 'POST /v1/organization/projects?a%5B%5D=1 HTTP/1.1',
      body: '{"name":"Alpha"}',
    });
    expect(server.requests[0]?.headers).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      authorization: `Bearer ${KEY}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'content-length': '16',
      'openai-organization': 'org-1',
      'openai-project': 'proj_9',
      'user-agent': 'openai-admin-mcp/test',
    });
  });

  it('without a body declares none', async () => {
    const server = await serveAnswer(200, '{}');
    const client = open(server.url);
    await send(client, { ...DELETE, method: 'POST', path: '/organization/projects/proj_1/archive' });
    await send(client, DELETE);
    expect(
      server.requests.map(({ headers }) => [headers['content-type'], headers['content-length']]),
    ).toEqual([
      [undefined, '0'],
      [undefined, undefined],
    ]);
  });

  it('goes over the connection of the one before', async () => {
    const server = await serveAnswer(200, '{}');
    const client = open(server.url);
    expect(server.connections()).toBe(0);
    for (let call = 0; call < 20; call++) await send(client, call % 2 ? POST : GET);
    expect(server.connections()).toBe(1);
  });

  it('waits its turn when many run at once', async () => {
    const server = await serve(({ socket }) => setTimeout(() => socket.write(answer(200, '{}')), 5));
    const client = open(server.url);
    await Promise.all(Array.from({ length: 60 }, () => send(client, POST)));
    expect(server.requests).toHaveLength(60);
    expect(server.connections()).toBe(16);
  });

  it('with a key that no header can carry goes nowhere', async () => {
    const server = await serveAnswer(200, '{}');
    const client = open(server.url);
    const error = await failure(client.send(GET, { apiKey: `${KEY}\r\nx-evil: 1` }));
    expect(error).toMatchObject({ kind: 'auth', outcome: 'not_sent' });
    expect(await failure(send(client, GET, { project: 'a\nb' }))).toMatchObject({ kind: 'invalid' });
    expect(await failure(send(client, { ...GET, path: '/../admin' }))).toMatchObject({ kind: 'invalid' });
    expect(server.connections()).toBe(0);
  });
});

describe('a success', () => {
  it.each<[string, number, string, unknown]>([
    ['null', 200, 'null', null],
    ['an array', 200, '[1]', [1]],
    ['created', 201, '{"a":1}', { a: 1 }],
    ['with a byte order mark', 200, '\ufeff{"a":1}', { a: 1 }],
    ['with a long integer', 200, '{"a":12345678901234567890}', { a: '12345678901234567890' }],
    ['without content', 204, '', null],
  ])('%s', async (_, status, body, expected) => {
    const server = await serveAnswer(status, body);
    expect(await send(open(server.url), GET)).toEqual({
      status,
      body: expected,
      bytes: Buffer.byteLength(body),
    });
  });

  it.each([
    ['HTML', '<html>sign in</html>', 'not JSON'],
    ['cut JSON', '{"data":[{"id":"a"}', 'not JSON'],
    ['nothing at all', '', 'empty'],
    ['100,000 levels', '['.repeat(1e5) + ']'.repeat(1e5), 'nested deeper than 200 levels'],
  ])('of %s is none, and a read is tried three times', async (_, body, reason) => {
    const server = await serveAnswer(200, body, { 'x-request-id': 'req_2' });
    const error = await failure(send(open(server.url), GET));
    expect(error).toMatchObject({
      kind: 'server',
      outcome: 'unknown',
      status: 200,
      requestId: 'req_2',
      retryable: true,
    });
    expect(error.message).toContain(reason);
    expect(server.requests).toHaveLength(3);
  });

  it.each([200, 201, 202, 299])(
    'that cannot be read after a write is done all the same: %i',
    async (status) => {
      const server = await serveAnswer(status, '{"id":');
      expect(await send(open(server.url), POST)).toMatchObject({
        status,
        body: null,
        unread: 'it is not JSON of the expected form',
      });
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each([
    ['{"error":{"message":"no"}}', 'an object of error'],
    ['{"error":"no","request_id":"req_1"}', 'an object of error, request_id'],
  ])('that is an error after a write says that it may be done, once: %s', async (text, came) => {
    const server = await serveAnswer(200, text);
    const error = await failure(send(open(server.url), POST));
    expect(error).toMatchObject({ kind: 'unexpected', outcome: 'unknown', retryable: false });
    expect(error.message).toContain(
      `It sent ${came}. It may have been carried out: look before repeating it.`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['<p>Log in</p>', 'text/html'],
    ['<p>Log in</p>', 'TEXT/HTML; charset=utf-8'],
    ['<p>Log in</p>', 'application/xhtml+xml'],
    ['\n<!DOCTYPE html><p>Log in</p>', 'application/json'],
  ])('that is the page %j as %s after a write is not OpenAI speaking', async (page, type) => {
    const server = await serve(({ socket }) => socket.end(answer(200, page, { 'content-type': type })));
    const error = await failure(send(open(server.url), POST));
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ needs: ['data'] }, 'null', 'null'],
    [{ needs: ['data'] }, '{}', 'an empty object, without data'],
    [{ needs: ['data'] }, '"x"', 'a text'],
    [{ needs: ['data'] }, '7', 'a number'],
    [{ needs: ['data'] }, 'true', 'a boolean'],
    [{ needs: ['data'] }, '[1,2]', 'a list of 2'],
    [{ needs: ['data'] }, '{"data":null}', 'data: null'],
    [{ needs: ['data'] }, '{"data":{"a":1}}', 'data: an object of a'],
    [{ needs: ['data'] }, '{"items":[],"secret":"sk-1"}', 'an object of items, secret, without data'],
    [{ needs: ['data'] }, '{"data":[],"error":{"message":"no"}}', 'an object of data, error'],
    [{ needs: ['data'] }, '{"error":"no"}', 'an object of error'],
    [{ needs: ['id'] }, '{"object":"project"}', 'an object of object, without id'],
    [{ needs: ['id'] }, '{"id":null}', 'id: null'],
    [{ needs: [] }, '{"error":{"message":"no"}}', 'an object of error'],
    [
      { needs: ['data'], rows: 'results' },
      '{"data":[{"results":[]},{"start_time":1,"result":[]}]}',
      'a bucket that is an object of start_time, result, without a list of results',
    ],
    [
      { needs: ['data'], rows: 'results' },
      '{"data":[null]}',
      'a bucket that is null, without a list of results',
    ],
  ])('is none to a read that expects %j: %s', async (expects, text, came) => {
    const server = await serveAnswer(200, text);
    const error = await failure(send(open(server.url), { ...GET, expects }));
    expect(error).toMatchObject({ kind: 'unexpected', status: 200 });
    expect(error.message).toContain(`It sent ${came}. Nothing can be concluded from it`);
    expect(error.message).not.toContain('sk-1');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ needs: ['data'] }, { data: [] }],
    [{ needs: ['data'] }, { data: [], whatever: 'comes' }],
    [{ needs: ['id'] }, { id: 'ftjob_1', error: { message: 'a failed job' } }],
    [{ needs: [] }, {}],
    [{ needs: ['data'], rows: 'results' }, { data: [{ results: [] }] }],
  ])('is one to a read that expects %j: %j', async (expects, body) => {
    const server = await serveAnswer(200, JSON.stringify(body));
    expect(await send(open(server.url), { ...GET, expects })).toMatchObject({ body });
  });

  it('without a body is enough for a write', async () => {
    const server = await serveAnswer(200);
    expect(await send(open(server.url), DELETE)).toEqual({ status: 200, body: null, bytes: 0 });
  });

  it('after informational answers is found', async () => {
    const server = await serve(({ socket }) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n');
      socket.write(answer(200, '{"a":1}'));
    });
    expect(await send(open(server.url), GET)).toMatchObject({ body: { a: 1 } });
  });

  it('in chunks of one byte is whole', async () => {
    const text = '{"name":"Zürich 👍"}';
    const chunks = [...Buffer.from(text)].map((byte) => Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a]));
    const server = await serve(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      for (const chunk of chunks) socket.write(chunk);
      socket.write('0\r\n\r\n');
    });
    expect(await send(open(server.url), GET)).toMatchObject({ body: { name: 'Zürich 👍' } });
  });
});

describe('a packed answer', () => {
  const text = Buffer.from('{"a":1}');
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['BR', brotliCompressSync(text)],
    ['identity', text],
    ['identity, gzip', gzipSync(text)],
  ])('%s is unpacked', async (encoding, body) => {
    const server = await serve(({ socket }) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    expect(await send(open(server.url), GET)).toMatchObject({ body: { a: 1 } });
  });

  it.each<[string, number, string, Buffer?]>([
    ['zstd', 1, 'packed with an encoding that was not asked for: zstd'],
    ['constructor', 1, 'packed with an encoding that was not asked for: constructor'],
    ['gzip, br', 1, 'packed in 2 layers', brotliCompressSync(gzipSync(text))],
    [Array(100).fill('gzip').join(', '), 1, 'packed in 100 layers'],
    ['deflate', 1, 'packed as deflate without the zlib header', deflateRawSync(text)],
    ['gzip', 3, 'damaged'],
    ['deflate', 3, 'damaged', deflateSync(text).subarray(0, -2)],
  ])(
    '%s is refused with %i requests: %s',
    async (encoding, requests, reason, body = Buffer.from('plain')) => {
      const server = await serve(({ socket }) => {
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`,
        );
        socket.write(body);
      });
      const error = await failure(send(open(server.url), GET));
      expect(error).toMatchObject({ kind: 'server', outcome: 'unknown' });
      expect(error.message).toContain(reason);
      expect(server.requests).toHaveLength(requests);
    },
  );

  it('stops at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '), { level: 9 });
    const server = await serve(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const client = open(server.url);
    const before = process.memoryUsage().rss;
    const error = await failure(send(client, GET));
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(error.message).toContain('larger than 16384 KiB');
    expect(server.requests).toHaveLength(1);
  });

  it('stops at the cap unpacked, while it still comes, and closes the connection', async () => {
    const piece = Buffer.alloc(64 * 1024, ' ');
    const server = await serve(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    });
    const error = await failure(send(open(server.url, { maxResponseBytes: 1024 * 1024 }), GET));
    expect(error.message).toContain('larger than 1024 KiB');
    expect(server.requests).toHaveLength(1);
    await server.idle();
  });

  it('is not read at all where it says beforehand that it is too large', async () => {
    const server = await serve(({ socket }) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 37748736\r\n\r\n{'),
    );
    const error = await failure(send(open(server.url), GET));
    expect(error.message).toMatch(/larger than 16384 KiB\. Ask for less/);
    expect(server.requests).toHaveLength(1);
    await server.idle();
  });

  it('tells a read until when it may ask for less, and a request that goes on keeps to it', async () => {
    const server = await serve(({ socket, number }) => {
      if (number === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 37748736\r\n\r\n');
    });
    const client = open(server.url, { timeoutMilliseconds: 20_000 });
    const now = performance.now();
    const { tooLarge } = await failure(send(client, GET));
    expect(tooLarge?.deadline).toBeGreaterThan(now + 19_000);
    expect(tooLarge?.deadline).toBeLessThan(performance.now() + 20_000);
    const soon = performance.now() + 1000;
    expect(await failure(send(client, { ...GET, deadline: soon }))).toMatchObject({ kind: 'timeout' });
    expect(performance.now() - soon).toBeLessThan(10_000);
    const past = await failure(send(client, { ...GET, deadline: 0 }));
    expect(past).toMatchObject({ kind: 'timeout' });
  });

  it('is no reason to send a write again', async () => {
    const server = await serve(({ socket }) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 37748736\r\n\r\n'),
    );
    expect(await send(open(server.url), POST)).toMatchObject({ status: 200, body: null });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer that breaks HTTP', () => {
  it.each<[string, string]>([
    ['promises more than it holds', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":1}'],
    ['promises two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\ncontent-length: 8\r\n\r\n{"a":1}'],
    ['ends inside a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{"a":1}'],
    ['ends before its last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n'],
    ['lies about a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"a":1}\r\n0\r\n\r\n'],
    ['ends inside its headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['has 20 kB of headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\ncontent-length: 2\r\n\r\n{}`],
    ['switches protocols unasked', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['continues unasked', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s: an error; read three times, written once', async (_, bytes) => {
    const server = await serve(({ socket }) => socket.end(bytes));
    const client = open(server.url);
    expect(await failure(send(client, GET))).toMatchObject({ outcome: 'unknown' });
    expect(server.requests).toHaveLength(3);
    const error = await failure(send(client, POST));
    expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
    expect(error.message).toContain('look before repeating');
    expect(server.requests).toHaveLength(4);
  });

  it('stops after an informational answer: that was no status', async () => {
    const server = await serve(({ socket }) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n'));
    const error = await failure(send(open(server.url), POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'unknown', status: undefined });
  });

  it('has 1,000 headers and odd names: read all the same', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, 'y']));
    const server = await serveAnswer(200, '{}', {
      ...many,
      __proto__: 'x',
      'x-ratelimit-reset-requests': 'nonsense',
    });
    expect(await send(open(server.url), GET)).toEqual({ status: 200, body: {}, bytes: 2 });
  });
});
