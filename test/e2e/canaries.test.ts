/** The proof that no key comes out of the program, whatever its shape and whatever goes wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { runToEnd, type Server, startServer } from './start-server.ts';
import { errorBody, type Respond, received, respondWithProjects, startUpstream } from './upstream.ts';

const ORDINARY = 'sk-admin-Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9';

/** What people put into the variables, by accident or not; `sent` tells whether it is fit to be sent at all. */
const SHAPES: [string, Record<string, string>, sent: boolean][] = [
  ['ordinary', { OPENAI_ADMIN_KEY: ORDINARY }, true],
  [
    'with a line break inside',
    { OPENAI_ADMIN_KEY: 'sk-admin-Zq7Canary0aVb1\nWc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9' },
    false,
  ],
  [
    'with a header inside',
    { OPENAI_ADMIN_KEY: 'sk-admin-Zq7Canary0aVb1\r\nx-evil: Wc2Xd3Ye4Zf5Ag6Bh7Ci8' },
    false,
  ],
  ['with a line break behind', { OPENAI_ADMIN_KEY: `${ORDINARY}\r\n` }, true],
  ['of 600 characters', { OPENAI_ADMIN_KEY: `sk-admin-${'Zq7Canary0aV'.repeat(50)}` }, false],
  ['with quotes', { OPENAI_ADMIN_KEY: `sk-admin-Zq7"Canary'0aVb1\`Wc2\\Xd3<Ye4>Zf5&Ag6%0aBh7` }, true],
  ['with other letters', { OPENAI_ADMIN_KEY: 'sk-admin-Zq7Канарейка0aVb1Wc2Xd3🐤Ye4Zf5Ag6' }, false],
  ['with a null byte written out', { OPENAI_ADMIN_KEY: 'sk-admin-Zq7Canary\\u00000aVb1Wc2Xd3Ye4' }, true],
  ['without a prefix', { OPENAI_ADMIN_KEY: 'Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9' }, false],
  ['an admin key as project key', { OPENAI_API_KEY: ORDINARY }, false],
  ['a project key as admin key', { OPENAI_ADMIN_KEY: 'sk-proj-Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7' }, false],
  [
    'both, exchanged',
    { OPENAI_API_KEY: ORDINARY, OPENAI_ADMIN_KEY: 'sk-proj-Zq7Kanari9aVb1Wc2Xd3Ye4Zf5' },
    false,
  ],
];

/** What goes wrong upstream; each answer that has a body repeats the key it was given. */
const FAULTS: [string, Respond][] = [
  ['projects', respondWithProjects],
  ['401', (request) => refuse(request, 401)],
  ['403', (request) => refuse(request, 403)],
  ['429', (request) => refuse(request, 429)],
  ['500', (request) => refuse(request, 500)],
  [
    'redirect',
    ({ socket, headers }) => socket.write(answer(302, '', { location: `/${headers.authorization}` })),
  ],
  ['no JSON', ({ socket, headers }) => socket.write(answer(200, `<p>${headers.authorization}</p>`))],
  ['no HTTP', ({ socket, headers }) => socket.end(`${headers.authorization}\r\n\r\n`)],
  ['reset', ({ socket }) => socket.resetAndDestroy()],
  ['half an answer', ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"data":[')],
];

const refuse = ({ socket, headers }: Parameters<Respond>[0], status: number) => {
  const given = headers.authorization ?? '';
  const words = `Incorrect API key provided: ${given.slice('Bearer '.length)} (${given}).`;
  socket.write(answer(status, errorBody(words, 'invalid_api_key'), { 'x-request-id': given.slice(7) }));
};

/** Whole, halves, and lines, as they are and as JSON or a URL would write them. */
function tracesOf(environment: Record<string, string>): string[] {
  return Object.values(environment).flatMap((given) => {
    const key = given.trim();
    const secret = key.replace(/^sk-(?:admin|proj)-/, '');
    const middle = Math.floor(secret.length / 2);
    const parts = [key, secret.slice(0, middle), secret.slice(middle), ...key.split(/[\r\n]+/)];
    return parts.flatMap((part) => [
      part,
      JSON.stringify(part).slice(1, -1),
      encodeURIComponent(part),
      Buffer.from(part).toString('base64').replace(/=+$/, ''),
    ]);
  });
}

function expectNoTrace(text: string, environment: Record<string, string>, where: string): void {
  const found = tracesOf(environment).filter((trace) => text.includes(trace));
  expect(found, where).toEqual([]);
}

/** One of them reaches OpenAI and the other is refused for want of its key; or both are, where the keys are wrong. */
async function callWithEitherKey(server: Server): Promise<void> {
  const given = { name: 'canary' };
  await Promise.all([server.call('create_project', given), server.call('create_vector_store', given)]);
}

function commandLineOf(server: Server): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${server.pid}/cmdline`, 'utf8') : '';
}

describe.each(SHAPES)('a key %s', (_, keys, sent) => {
  it('stays inside through start, list, every fault of OpenAI, and SIGTERM', async () => {
    let respond = respondWithProjects;
    const upstream = await startUpstream((request) => respond(request));
    const server = await startServer({
      args: ['--log-level', 'debug', '--tags', 'all'],
      environment: { ...keys, OPENAI_BASE_URL: upstream.url },
    });
    await server.list();
    for (const [, fault] of FAULTS) {
      respond = fault;
      await callWithEitherKey(server);
    }
    respond = () => undefined;
    const before = upstream.requests.length;
    // A create whose answer is lost is followed by reads that look for it.
    const creates = upstream.requests.filter(({ line }) => line.startsWith('POST '));
    expect(creates).toHaveLength(sent ? FAULTS.length : 0);
    server.send('tools/call', { name: 'list_projects', arguments: {} });
    if (sent) await received(upstream, before + 1);
    const commandLine = commandLineOf(server);
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 143, signal: null });
    expectNoTrace(server.stdout(), keys, 'stdout');
    expectNoTrace(server.stderr(), keys, 'stderr');
    expectNoTrace(commandLine, keys, 'command line');
  });

  it('stays inside when the start fails', async () => {
    const key = Object.values(keys)[0] ?? '';
    const failures: [string[], Record<string, string>][] = [
      [['auth', 'status'], {}],
      [['--log-level', 'debug'], { OPENAI_BASE_URL: `https://${encodeURIComponent(key)}@api.openai.com/v1` }],
      [['--log-level', 'debug'], { OPENAI_ORG_ID: key }],
    ];
    const runs = failures.map(async ([args, environment]) => {
      const { stdout, stderr } = await runToEnd(args, { ...keys, ...environment });
      const where = [...args, ...Object.keys(environment)].join(' ');
      expectNoTrace(stdout, keys, `stdout of ${where}`);
      expectNoTrace(stderr, keys, `stderr of ${where}`);
    });
    await Promise.all(runs);
  });
});

describe.each(SHAPES.filter(([, , sent]) => sent))('a key %s', (_, keys) => {
  it('stays inside when no answer comes in time', async () => {
    const upstream = await startUpstream(() => undefined);
    const server = await startServer({
      args: ['--log-level', 'debug', '--timeout', '1', '--tags', 'all'],
      environment: { ...keys, OPENAI_BASE_URL: upstream.url },
    });
    await callWithEitherKey(server);
    expect(server.stdout()).toContain('No complete answer within 1 s');
    expectNoTrace(server.stdout(), keys, 'stdout');
    expectNoTrace(server.stderr(), keys, 'stderr');
  });

  it('stays inside where the host has no name or no server', async () => {
    const addresses = ['https://no-such-host.invalid/v1', 'http://127.0.0.1:1/v1'].map(async (url) => {
      const server = await startServer({
        args: ['--log-level', 'debug', '--allow-host', 'no-such-host.invalid', '--tags', 'all'],
        environment: { ...keys, OPENAI_BASE_URL: url },
      });
      await callWithEitherKey(server);
      expectNoTrace(server.stdout(), keys, 'stdout');
      expectNoTrace(server.stderr(), keys, 'stderr');
    });
    await Promise.all(addresses);
  });
});

describe('a key given where none belongs', () => {
  it.each([
    [[ORDINARY], {}],
    [[`--key=${ORDINARY}`], {}],
    [['--key', ORDINARY], {}],
    [['--tags', ORDINARY], {}],
    [['--base-url', ORDINARY], {}],
    [['auth', 'login', ORDINARY], {}],
    [['secrets', 'show', ORDINARY], {}],
    [['secrets', 'copy-to', ORDINARY, 'keychain'], {}],
    [['secrets', 'forget', ORDINARY], {}],
    [['audit', 'tail', '-n', ORDINARY], {}],
    [[], { OPENAI_ADMIN_MCP_TAGS: `${ORDINARY}\n${ORDINARY}` }],
    [[], { OPENAI_ADMIN_MCP_KEY: ORDINARY }],
    [[], { OPENAI_ADMIN_MCP_PROFILE: ORDINARY }],
  ])('is not repeated: %j %j', async (args, environment) => {
    const { code, stdout, stderr } = await runToEnd(args, environment as Record<string, string>);
    expect(code, stderr).toBeGreaterThan(0);
    expectNoTrace(stdout + stderr, { key: ORDINARY }, 'output');
  });
});
