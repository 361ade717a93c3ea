/** `client list, install, uninstall, show`: what they say, ask, refuse and leave alone. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../../src/clients/client-table.ts';
import { OPTIONS, type OptionRow } from '../../src/settings/options.ts';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { NOW } from '../cli/process-context.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { besides, INSTALL, runClient } from './run-client.ts';

const BEFORE =
  '{\n  "mcpServers": {\n    "b": { "command": "b", "env": { "TOKEN": "of-another" } } // b\n  }\n}\n';

function withCursor(content = BEFORE) {
  const home = homeFolder();
  const path = join(home, '.cursor', 'mcp.json');
  mkdirSync(join(home, '.cursor'));
  writeFileSync(path, content);
  return { home, path };
}

type Entry = { command: string; args: string[] };

const entryIn = (path: string, name = 'openai-admin') =>
  (JSON.parse(readFileSync(path, 'utf8').replace(/\/\/.*/g, '')) as { mcpServers: Record<string, Entry> })
    .mcpServers[name];

describe('install', () => {
  test('shows the entry and nothing of others, and asks', async () => {
    const { home, path } = withCursor();
    const run = await runClient(home, ['install', 'cursor', '--no-check'], { type: () => 'y' });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('+     "openai-admin": {');
    expect(run.stdout).not.toContain('of-another');
    expect(run.stderr).toContain('Write this? [y/N] ');
    expect(entryIn(path)).toBeDefined();
  });

  test.each([
    ['anything but yes', ['install', 'cursor', '--no-check'], { type: () => '' }, 4],
    ['no terminal and no --yes', ['install', 'cursor', '--no-check'], {}, 4],
    ['--dry-run', ['install', 'cursor', '--no-check', '--dry-run'], {}, 0],
    ['--dry-run with --yes', ['install', 'cursor', '--no-check', '--dry-run', '--yes'], {}, 0],
    ['a server that does not start', ['install', 'cursor', '--yes'], {}, 2],
    ['no client', ['install', '--yes'], {}, 2],
    ['a client that is misspelt', ['install', 'cursr', '--yes'], {}, 2],
    ['an option that the server would refuse', ['install', 'cursor', '--methods', 'reed', '--yes'], {}, 2],
    ['an option that it does not have', ['install', 'cursor', '--read-onyl', '--yes'], {}, 2],
    ['--required where it means nothing', ['install', 'cursor', '--required', '--yes'], {}, 2],
    [
      'a key among the options',
      ['install', 'cursor', '--no-check', '--yes', '--profile', 'sk-admin-0123456789abcdefghij'],
      {},
      2,
    ],
  ])('%s writes nothing', async (_, words, given, code) => {
    const { home, path } = withCursor();
    const run = await runClient(home, words, given);
    expect(run.code, run.stderr).toBe(code);
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    expect(besides(path)).toEqual([]);
    expect(run.stdout + run.stderr).not.toBe('');
  });

  test('asks again about a file that changed while it asked', async () => {
    const { home, path } = withCursor();
    let asked = 0;
    const changed = BEFORE.replace('"b":', '"c": {}, "b":');
    const type = () => {
      asked += 1;
      if (asked === 1) writeFileSync(path, changed);
      return 'y';
    };
    const run = await runClient(home, ['install', 'cursor', '--no-check'], { type });
    expect(run.code, run.stderr).toBe(0);
    expect(asked).toBe(2);
    expect(run.stderr).toContain('has changed in the meantime');
    expect(entryIn(path, 'c')).toEqual({});
    expect(entryIn(path)).toBeDefined();
    expect(besides(path)).toHaveLength(1);
  });

  test('writes a duration as the moment, paths whole, and -- --dry-run for the server', async () => {
    const { home, path } = withCursor();
    const words = ['--policy', 'rules.yaml', '--secrets', 'file:kept', '--expires-in', '8h'];
    await runClient(home, ['install', 'cursor', ...INSTALL, ...words, '--', '--dry-run']);
    expect(entryIn(path)?.args.slice(1)).toEqual([
      '--policy',
      join(home, 'rules.yaml'),
      '--dry-run',
      '--secrets',
      `file:${join(home, 'kept')}`,
      '--sandbox',
      '--expires-at',
      '2026-11-22T20:00:00Z',
    ]);
  });

  /** A value that this kind of option takes. */
  function sample({ kind, choices, flag }: OptionRow): string {
    if (choices?.[0] !== undefined) return choices[0];
    const samples: Partial<Record<OptionRow['kind'], string>> = {
      switch: 'true',
      seconds: '20',
      count: '2000',
      duration: '30m',
      time: '2027-01-01T00:00:00Z',
      'secret-place': 'file:/kept',
      command: 'command:log',
      prefix: 'acme',
    };
    if (flag === 'project') return 'proj_abc123';
    return samples[kind] ?? (kind === 'list' ? 'read' : flag === 'profile' ? 'acme' : '/a/file');
  }

  test.each(OPTIONS.filter(({ flag }) => !['dry-run', 'expires-in'].includes(flag)))(
    'writes --$flag so that the server reads the same',
    async (row: OptionRow) => {
      const { home, path } = withCursor();
      const text = sample(row);
      const words = row.kind === 'switch' ? [`--${row.flag}`] : [`--${row.flag}`, text];
      const run = await runClient(home, ['install', 'cursor', '--no-check', '--yes', ...words]);
      expect(run.code, run.stderr).toBe(0);
      const name = row.flag === 'profile' ? 'openai-admin-acme' : 'openai-admin';
      const [flag, value = 'true'] = entryIn(path, name)?.args.slice(1) ?? [];
      const read = (flags: OptionTexts) =>
        readSettings({ flags, environment: {}, nowMilliseconds: NOW.getTime() });
      expect(read({ [(flag ?? '').slice(2)]: value })).toEqual(read({ [row.flag]: text }));
    },
  );

  test('shown only, or declined, an end of it writes nothing', async () => {
    const { home, path } = withCursor();
    await runClient(home, ['install', 'cursor', ...INSTALL]);
    const installed = readFileSync(path, 'utf8');
    const shown = await runClient(home, ['uninstall', 'cursor', '--dry-run']);
    expect(shown.stdout).toContain('-     "openai-admin": {');
    expect((await runClient(home, ['uninstall', 'cursor'], { type: () => 'no' })).code).toBe(4);
    expect((await runClient(home, ['uninstall', 'cursor'])).code).toBe(4);
    expect(readFileSync(path, 'utf8')).toBe(installed);
  });

  test('gives each profile an entry of its own', async () => {
    const { home, path } = withCursor();
    await runClient(home, ['install', 'cursor', ...INSTALL]);
    await runClient(home, ['client', 'install', 'cursor', ...INSTALL, '--profile', 'acme']);
    expect(entryIn(path, 'openai-admin-acme')?.args).toContain('acme');
    await runClient(home, ['client', 'uninstall', 'cursor', '--yes']);
    expect(entryIn(path)).toBeUndefined();
    expect(entryIn(path, 'openai-admin-acme')).toBeDefined();
  });

  test('goes on with the others where one cannot be changed, and ends with its code', async () => {
    const { home, path } = withCursor('{');
    const run = await runClient(home, ['install', 'cursor', 'gemini', ...INSTALL]);
    expect(run.code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('{');
    expect(entryIn(join(home, '.gemini', 'settings.json'))).toBeDefined();
  });

  test('--required is for Codex, and written only when asked for', async () => {
    const home = homeFolder();
    const path = join(home, '.codex', 'config.toml');
    await runClient(home, ['install', 'codex', ...INSTALL]);
    expect(readFileSync(path, 'utf8')).not.toContain('required');
    await runClient(home, ['install', 'codex', ...INSTALL, '--required']);
    expect(readFileSync(path, 'utf8')).toContain('required = true');
  });

  test.each([
    ['goose', 'extensions:\n  openai-admin:\n    type: stdio'],
    ['jetbrains', '"mcpServers"'],
    ['chatgpt-web', 'tunnel-client init'],
  ])('prints what a person copies for %s', async (name, text) => {
    const home = homeFolder();
    const run = await runClient(home, ['install', name, '--no-check', '--read-only']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(text);
    expect(run.stdout).toContain('--read-only');
  });
});

describe('list and show', () => {
  test('say of each client whether it is here and what it has', async () => {
    const { home } = withCursor();
    const before = (await runClient(home, ['client', 'list'])).stdout;
    for (const { name } of CLIENTS) expect(before).toMatch(new RegExp(`^${name} `, 'm'));
    expect(before).toMatch(/^cursor +Cursor +not installed +~\/\.cursor\/mcp\.json$/m);
    expect(before).toMatch(/^gemini +Gemini CLI +client not found$/m);
    await runClient(home, ['install', 'cursor', ...INSTALL]);
    // The test's program lies nowhere.
    expect((await runClient(home, ['client', 'list'])).stdout).toMatch(
      /^cursor +Cursor +\/opt\/openai-admin-mcp\/bin\/openai-admin-mcp\.js is not there any more/m,
    );
    const shown = await runClient(home, ['client', 'show', 'cursor']);
    expect(shown.stdout).toContain('"--sandbox"');
    expect(shown.stdout).not.toContain('of-another');
  });

  test('are about the entry of the profile that is named', async () => {
    const { home } = withCursor();
    await runClient(home, ['install', 'cursor', ...INSTALL, '--profile', 'acme']);
    const shown = async (...words: string[]) => (await runClient(home, ['client', ...words])).stdout;
    expect(await shown('list')).toMatch(/^cursor +Cursor +not installed/m);
    expect(await shown('list', '--profile', 'acme')).not.toMatch(/^cursor +Cursor +not installed/m);
    expect(await shown('show', 'cursor')).not.toContain('"--profile"');
    expect(await shown('show', 'cursor', '--profile', 'acme')).toContain('"openai-admin-acme"');
  });

  test.each([
    [['/home/me/.npm/_npx/0/openai-admin-mcp.js'], "it starts a file in npx's cache"],
    [['-y', 'openai-admin-mcp@0.0.1'], 'it starts version 0.0.1, and this is'],
    [['-y', 'openai-admin-mcp'], 'installed'],
  ])('say what is wrong with %j', async (args, fault) => {
    const [script = ''] = args;
    const home = homeFolder();
    const existing = script.startsWith('/') ? join(home, '_npx', 'openai-admin-mcp.js') : script;
    if (existing !== script) {
      mkdirSync(join(home, '_npx'));
      writeFileSync(existing, '');
    }
    const content = {
      mcpServers: { 'openai-admin': { command: 'npx', args: [existing, ...args.slice(1)] } },
    };
    mkdirSync(join(home, '.cursor'));
    writeFileSync(join(home, '.cursor', 'mcp.json'), JSON.stringify(content));
    expect((await runClient(home, ['client', 'list'])).stdout).toContain(fault);
  });
});

/** A stand-in for Claude Code's own program: keeps what it is told as that does, and its calls. */
const CLAUDE = `#!/usr/bin/env node
const fs = require('fs');
const file = process.env.HOME + '/.claude.json';
const config = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : {};
const [, verb, , , name, ...rest] = process.argv.slice(2);
fs.appendFileSync(process.env.HOME + '/calls', process.argv.slice(2).join(' ') + '\\n');
config.mcpServers ??= {};
if (verb === 'remove') delete config.mcpServers[name];
else {
  if (config.mcpServers[name]) { console.error('already there'); process.exit(1); }
  const [command, ...args] = rest.slice(rest.indexOf('--') + 1);
  config.mcpServers[name] = { type: 'stdio', command, args, env: {} };
}
fs.writeFileSync(file, JSON.stringify(config));
`;

describe('Claude Code', () => {
  function withClaude(program = CLAUDE) {
    const home = homeFolder();
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'claude'), program);
    chmodSync(join(home, 'bin', 'claude'), 0o755);
    return {
      home,
      path: join(home, '.claude.json'),
      environment: { HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}` },
    };
  }

  test('is set up, changed and cleared by its own command, and looked at afterwards', async () => {
    const { home, path, environment } = withClaude();
    const install = (...words: string[]) =>
      runClient(home, ['install', 'claude-code', '--no-check', '--yes', ...words], { environment });
    const first = await install('--read-only');
    expect(first.code, first.stderr).toBe(0);
    expect(entryIn(path)?.args.at(-1)).toBe('--read-only');
    expect((await install('--read-only')).stdout).toContain('this is there already');
    expect((await install('--sandbox')).code).toBe(0);
    expect(entryIn(path)?.args.at(-1)).toBe('--sandbox');
    const gone = await runClient(home, ['uninstall', 'claude-code', '--yes'], { environment });
    expect(gone.code, gone.stderr).toBe(0);
    expect(entryIn(path)).toBeUndefined();
    expect(
      readFileSync(join(home, 'calls'), 'utf8').match(/^mcp \w+ --scope user openai-admin/gm),
    ).toHaveLength(4);
  });

  test('without it, or where it fails or writes something else, says so', async () => {
    const words = ['install', 'claude-code', ...INSTALL];
    const without = homeFolder();
    const missing = await runClient(without, words, { environment: { PATH: '' } });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('run claude mcp add --scope user openai-admin -- ');
    expect(existsSync(join(without, '.claude.json'))).toBe(false);
    const failing = withClaude('#!/bin/sh\necho no rights >&2\nexit 3\n');
    const failed = await runClient(failing.home, words, failing);
    expect(failed.stderr).toContain('was left to claude, which failed with 3: no rights');
    const silent = withClaude('#!/bin/sh\nexit 0\n');
    const nothing = await runClient(silent.home, words, silent);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('does not hold what claude was asked to write');
  });
});
