/** The built program in the settings of clients: what is written starts, whoever is killed leaves a whole file, and two at once lose nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { environmentOf, PROGRAM, runToEnd, startServer, temporaryFolder } from './start-server.ts';

type Entry = { command: string; args: string[] };
type Servers = Record<string, Entry>;

function cursorFile(content: string): { home: string; path: string } {
  const home = temporaryFolder();
  mkdirSync(join(home, '.cursor'));
  const path = join(home, '.cursor', 'mcp.json');
  writeFileSync(path, content);
  return { home, path };
}

const serversIn = (path: string) =>
  (JSON.parse(readFileSync(path, 'utf8')) as { mcpServers: Servers }).mcpServers;

describe('install', () => {
  it('starts the server first, and what it writes for JSON and TOML starts and has tools', async () => {
    const { home, path } = cursorFile('{}');
    const ran = await runToEnd(['install', 'cursor', 'codex', '--sandbox', '--yes'], { HOME: home });
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^Started as a client would start it, the server answers: \d\d tools\.\n/);
    const codex = parseToml(readFileSync(join(home, '.codex', 'config.toml'), 'utf8')) as unknown as {
      mcp_servers: Servers;
    };
    for (const servers of [serversIn(path), codex.mcp_servers]) {
      const { command, args: [program, ...args] = [] } = servers['openai-admin'] ?? { command: '' };
      expect(command.startsWith('/')).toBe(true);
      const server = await startServer({ args, ...(program !== undefined && { program }) });
      expect((await server.list()).length).toBeGreaterThan(10);
    }
  });

  it('says that there are no tools for lack of a key, and writes all the same', async () => {
    const { home, path } = cursorFile('{}');
    const ran = await runToEnd(['install', 'cursor', '--yes'], {
      HOME: home,
      OPENAI_ADMIN_KEY: 'sk-admin-not-for-clients-0123456789',
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/no tools yet, since no key is stored that a client could use: .*auth login/);
    expect(readFileSync(path, 'utf8')).not.toContain('sk-admin');
    expect(serversIn(path)).toHaveProperty('openai-admin');
  });

  it('writes nothing when the server does not start, and repeats why', async () => {
    const { home, path } = cursorFile('{}');
    const ran = await runToEnd(['install', 'cursor', '--tags', 'nonsense', '--yes'], { HOME: home });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/Nothing was written: started as a client would start it, .*nonsense/);
    expect(readFileSync(path, 'utf8')).toBe('{}');
  });
});

it('several at once into one file all arrive, and nothing of others goes', async () => {
  const { home, path } = cursorFile('{"mcpServers": {"other": {"command": "x", "args": []}}}');
  const profiles = ['a', 'b', 'c', 'd'];
  const runs = await Promise.all(
    profiles.map((profile) =>
      runToEnd(['install', 'cursor', '--no-check', '--yes', '--profile', profile], { HOME: home }),
    ),
  );
  for (const run of runs) expect(run.code, run.stderr).toBe(0);
  expect(Object.keys(serversIn(path)).sort()).toEqual([
    ...profiles.map((name) => `openai-admin-${name}`),
    'other',
  ]);
});

describe('killed in the middle of writing', () => {
  /** So large that writing it can be seen. */
  const BEFORE = `{"history": "${'x'.repeat(24_000_000)}", "mcpServers": {}}`;

  it.each(['.backup', '.tmp'])(
    'when its %s has come, it leaves the old file or the new one',
    async (ending) => {
      const { home, path } = cursorFile(BEFORE);
      const args = ['install', 'cursor', '--sandbox', '--no-check', '--yes'];
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        env: environmentOf({ environment: { HOME: home } }),
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      const isThere = () => readdirSync(dirname(path)).some((name) => name.endsWith(ending));
      while (child.exitCode === null && !isThere()) await delay(0);
      child.kill('SIGKILL');
      await ended;

      const left = readFileSync(path, 'utf8');
      if (left !== BEFORE) expect(serversIn(path)).toHaveProperty('openai-admin');
      expect(left.length).toBeGreaterThanOrEqual(BEFORE.length);

      // Whoever comes next clears up what was left, and can go on.
      const next = await runToEnd([...args, '--read-only'], { HOME: home });
      expect(next.code, next.stderr).toBe(0);
      expect(serversIn(path)['openai-admin']?.args).toContain('--read-only');
      expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(statSync(path).size).toBeGreaterThan(BEFORE.length);
      expect(existsSync(path)).toBe(true);
    },
  );
});
