import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { buildProgram, COMMANDS, runProgram } from '../../src/cli/program.ts';
import { environmentName, OPTIONS } from '../../src/settings/options.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { processContext } from './process-context.ts';
import { runUntilItEnds } from './program-run.ts';

describe('help and version', () => {
  test.each(['--help', '-h'])('%s lists every option and command, and ends well', async (flag) => {
    const { code, stdout, stderr } = await runUntilItEnds([flag]);
    expect([code, stderr]).toEqual([0, '']);
    for (const { flag: name } of OPTIONS) expect(stdout).toMatch(new RegExp(`^ +--${name}\\b`, 'm'));
    for (const word of ['auth', 'sandbox', 'OPENAI_ADMIN_MCP_READ_ONLY=true', '--read-only --tags billing']) {
      expect(stdout).toContain(word);
    }
  });

  test.each(['--version', '-v'])('%s prints the version alone', async (flag) => {
    expect(await runUntilItEnds([flag])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });
});

test('the commands that are known before they load are all there are', async () => {
  const { context } = processContext([], { host: { homeDirectory: '/nonexistent' } });
  const program = await buildProgram(context);
  expect([...program.commands.map((command) => command.name()), 'help']).toEqual(COMMANDS);
});

describe('a command line that cannot be meant ends with 2 and says why', () => {
  test.each<[string[], string[]]>([
    [['--readonly'], ["unknown option '--readonly'", '--read-only', '--help']],
    [['--nope'], ["unknown option '--nope'", '--help']],
    [['--tags'], ["option '--tags <TAG,...>' argument missing"]],
    [['serve'], ['no command "serve"', 'Commands: auth']],
    [['--read-only', 'now'], ['no command "now"']],
    [['--timeout', '5', '--timeout', '6'], ['--timeout: given twice.']],
    [['--profile', 'a', '--profile', 'b'], ['--profile: given twice.']],
    [
      ['--timeout', 'soon'],
      ['--timeout: write a whole number of seconds', '--help'],
    ],
    [['--expires-at', '2026-11-31'], ['--expires-at: "2026-11-31" is not a time']],
    [['--expires-in', '5 parsecs'], ['--expires-in: "5 parsecs" is not a duration']],
    [['--log-level', 'loud'], ['--log-level: "loud" is not one of error, warn, info, debug.']],
    [['--tags', 'biling'], ['--tags: there is no tag "biling". Did you mean billing?']],
    [['--tags', 'billing', '--tags', 'adit'], ['there is no tag "adit". Did you mean audit?']],
    [['--exclude-tags', 'x'], ['--exclude-tags: there is no tag "x".']],
    [['--tools', 'list_project'], ['--tools: there is no tool "list_project". Did you mean list_projects?']],
    [['--methods', 'reed'], ['--methods: there is no method "reed". Did you mean read?']],
    [
      ['--base-url', 'https://example.com/v1'],
      ['example.com', '--allow-host'],
    ],
    [['--profile', '../x'], ['profile']],
    [['sandbox', '--port', 'x'], ['--port']],
    [['auth', 'logn'], ['logn']],
  ])('%j', async (words, expected) => {
    const { code, stdout, stderr } = await runUntilItEnds(words);
    expect([code, stdout]).toEqual([2, '']);
    for (const part of expected) expect(stderr).toContain(part);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test.each([
    ['OPENAI_ADMIN_MCP_READONLY', 'true', 'Did you mean OPENAI_ADMIN_MCP_READ_ONLY?'],
    [environmentName('secrets'), 'shown', 'is no place for secrets'],
    [environmentName('timeout'), '0', 'OPENAI_ADMIN_MCP_TIMEOUT: write a whole number'],
  ])('%s=%s', async (name, value, words) => {
    const { code, stdout, stderr } = await runUntilItEnds([], { [name]: value });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(name);
    expect(stderr).toContain(words);
  });

  test('and never repeats a key that was pasted where none belongs', async () => {
    const key = 'sk-admin-canary0123456789abcdef';
    for (const words of [[key], [`--key=${key}`], ['--tags', key], ['--tools', key]]) {
      const { code, stdout, stderr } = await runUntilItEnds(words);
      expect([words[0], code]).toEqual([words[0], 2]);
      expect(stdout + stderr).not.toContain('canary');
    }
  });
});

test('a fault of the program ends with 1, asks for a report, and repeats nothing of it', async () => {
  const { context, ran } = processContext(['auth', 'logout'], {
    host: { homeDirectory: homeFolder() },
    openKeychain: () => {
      throw new TypeError('canary');
    },
  });
  await runProgram(context);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^openai-admin-mcp failed: TypeError .* Please report how to repeat it\.\n$/);
  expect(ran.stderr).not.toContain('canary');
});

describe('a state folder that cannot be used is told with the way out, as refused', () => {
  test.each([
    ['secrets', 'list'],
    ['secrets', 'show', 'key_1'],
    ['audit', 'verify'],
  ])('%s %s', async (...words) => {
    const base = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-state-'));
    onTestFinished(() => rmSync(base, { recursive: true, force: true }));
    writeFileSync(join(base, 'openai-admin-mcp'), 'a file where the folder belongs');
    const { code, stderr } = await runUntilItEnds(words, { XDG_STATE_HOME: base });
    expect(stderr).toMatch(/a file stands where a folder belongs, in .*Move it away\./);
    expect(stderr).not.toContain('Please report');
    expect([3, 4]).toContain(code);
  });
});
