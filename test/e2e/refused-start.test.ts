/** The proof that a start which is refused says why to the client, and ends as it did before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  ADMIN_KEY,
  environmentOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  PROGRAM,
  startServer,
  temporaryFolder,
} from './start-server.ts';

const brokenFile = (name: string) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), 'rules: [', { mode: 0o600 });
  return folder;
};

type Refusal = { args: () => string[]; environment?: Record<string, string>; code: number; words: string[] };

const REFUSALS: [string, Refusal][] = [
  ['a flag that is none', { args: () => ['--read-onyl'], code: 2, words: ['--read-onyl', '--read-only'] }],
  ['a flag without its value', { args: () => ['--tags'], code: 2, words: ['--tags', '--help'] }],
  ['a word that is no command', { args: () => ['sandbxo'], code: 2, words: ['sandbox', '--help'] }],
  [
    'two mistakes',
    { args: () => ['--tags', 'biling', '--tools', 'lst_x'], code: 2, words: ['billing', 'lst_x'] },
  ],
  [
    'a policy',
    { args: () => ['--policy', join(brokenFile('p.yaml'), 'p.yaml')], code: 2, words: ['p.yaml'] },
  ],
  ['own tools', { args: () => ['--tool-specs', brokenFile('t.yaml')], code: 2, words: ['t.yaml'] }],
  ['a profile', { args: () => ['--profile', 'nobody'], code: 3, words: ['nobody', 'auth login'] }],
  [
    'a key file',
    { args: () => ['--key-file', '/nonexistent/keys'], code: 3, words: ['/nonexistent/keys', '--key-file'] },
  ],
  [
    'a variable',
    {
      args: () => [],
      environment: { OPENAI_ADMIN_MCP_MAX_WRITES: 'few' },
      code: 2,
      words: ['MAX_WRITES', 'whole number'],
    },
  ],
  [
    'a restriction that nobody filled in',
    {
      args: () => [],
      environment: { OPENAI_ADMIN_MCP_READ_ONLY: ['$', '{user_config.read_only}'].join('') },
      code: 2,
      words: ['READ_ONLY', 'did not fill in'],
    },
  ],
];

for (const revision of [LEGACY_REVISION, MODERN_REVISION]) {
  test.each(REFUSALS)(`%s is told at the handshake of ${revision}`, async (_, refusal) => {
    const server = await startServer({
      args: refusal.args(),
      environment: refusal.environment ?? {},
      revision: 'none',
    });
    const method = revision === MODERN_REVISION ? 'server/discover' : 'initialize';
    const { error, result } = await server.request(method, { protocolVersion: revision, capabilities: {} });
    expect(result).toBeUndefined();
    expect(error?.code).toBe(-32_603);
    expect(error?.message).toMatch(/^openai-admin-mcp did not start\. [^\n]*$/);
    for (const word of refusal.words) expect(error?.message).toContain(word);
    expect(await server.exited).toEqual({ code: refusal.code, signal: null });
  });
}

test('a client that goes on to initialize after server/discover is told again', async () => {
  const server = await startServer({ args: ['--tags', 'biling'], revision: 'none' });
  expect((await server.request('server/discover')).error?.message).toContain('billing');
  expect((await server.request('initialize')).error?.message).toContain('billing');
  expect((await server.exited).code).toBe(2);
});

test('a key in a wrong place does not come back', async () => {
  const server = await startServer({ args: ['--tags', ADMIN_KEY], revision: 'none' });
  const { error } = await server.request('initialize');
  expect(error?.message).toContain('--tags');
  expect(error?.message).not.toContain(ADMIN_KEY);
});

test('a client that sends nothing, or no request, does not keep the process', async () => {
  for (const text of ['', 'nonsense\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n']) {
    const start = performance.now();
    const child = spawn(process.execPath, [PROGRAM, '--tags', 'biling'], { env: environmentOf({}) });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.write(text);
    const [code] = await once(child, 'exit');
    expect(code).toBe(2);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(child.stdout.read()).toBeNull();
  }
});

test.each([
  ['auth', 'logn'],
  ['audit', '--nonsense'],
])('%s ends without waiting', async (...args) => {
  const server = await startServer({ args, revision: 'none' });
  const start = performance.now();
  await server.exited;
  expect(performance.now() - start).toBeLessThan(2500);
  expect(server.messages).toEqual([]);
});
