/** What is wrong with this computer or this installation is said so by the built program, and the network is not blamed. */
import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { REPORT_VIEW, SHOWS_VIEWS } from './view-client.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** The package as it is installed, without compiled code from earlier starts. */
function installation(): string {
  const folder = mkdtempSync(join(tmpdir(), 'installation-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(PACKAGE, part), join(folder, part), { recursive: true });
  }
  rmSync(join(folder, 'dist', 'code-cache'), { recursive: true, force: true });
  symlinkSync(join(PACKAGE, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'home'));
  return folder;
}

const askFor = (method: string, params: object, capabilities = {}) =>
  [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities, clientInfo: { name: 'e2e', version: '1' } },
    },
    { method: 'notifications/initialized' },
    { id: 2, method, params },
  ]
    .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    .join('');
const callOf = (name: string, given: object) => askFor('tools/call', { name, arguments: given });
const CALL = callOf('list_projects', {});

/** The answer to one call, of a server that was started by a shell which first ran `before`. */
function callOne(folder: string, before = 'true', options = ['--sandbox'], call = CALL): Promise<string> {
  return new Promise((resolve, reject) => {
    const program = join(folder, 'bin', 'openai-admin-mcp.js');
    const command = `${before} && exec "$0" "$@"`;
    const child = execFile('bash', ['-c', command, process.execPath, program, ...options], {
      env: { PATH: process.env.PATH, HOME: join(folder, 'home') },
    });
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (/"id":2\b/.test(out)) child.stdin?.end();
    });
    child.on('close', () => resolve(out));
    child.on('error', reject);
    child.stdin?.write(call);
  });
}

describe.skipIf(process.platform === 'win32')('a file that was cut', () => {
  test.each([
    ['main.cjs', 0.5],
    ['main.cjs', 0.01],
    ['main.cjs', 0],
    ['catalogue.json', 0.5],
    ['catalogue.json', 0],
  ])('%s, cut to %d of its length: the start says to install again', (file, part) => {
    const folder = installation();
    const path = join(folder, 'dist', file);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length * part)));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'bin', 'openai-admin-mcp.js'), '--sandbox'],
      { input: '', encoding: 'utf8', env: { PATH: process.env.PATH, HOME: join(folder, 'home') } },
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/damaged.*install.* again/is);
    expect(stderr).toContain(file);
    expect(stderr).not.toMatch(/SyntaxError: |Please report|^ +at /m);
  });

  // Every file that the build makes beside main.cjs is loaded when it is first used.
  const WAYS: Record<string, { options: string[]; call: string; isCommand?: true }> = {
    'guidance.cjs': { options: ['--sandbox'], call: askFor('resources/templates/list', {}) },
    'prompts.json': { options: ['--sandbox'], call: askFor('prompts/list', {}) },
    'http-library.cjs': { options: ['--sandbox'], call: CALL },
    'start-sandbox.cjs': { options: ['--sandbox'], call: CALL },
    'search-tools.cjs': {
      options: ['--sandbox', '--exposure', 'discovery'],
      call: callOf('search_tools', { query: 'costs' }),
    },
    // Loaded before a write is sent: behind it nothing may fail.
    'o200k.bin': { options: ['--sandbox'], call: callOf('create_project', { name: 'Alpha' }) },
    'open-clients.cjs': { options: ['client', 'list'], call: '', isCommand: true },
    'open-window.cjs': {
      options: ['--sandbox', '--approval', 'writes', '--ask', 'window'],
      call: callOf('create_project', { name: 'Alpha' }),
    },
    'report-view.html': {
      options: ['--sandbox'],
      call: askFor('resources/read', { uri: REPORT_VIEW }, { extensions: SHOWS_VIEWS }),
    },
    'yaml.cjs': { options: ['--sandbox', '--policy', 'policy.yaml'], call: CALL },
  };
  const late = readdirSync(join(PACKAGE, 'dist')).filter((name) =>
    /^(?!main|catalogue).*\.(?:cjs|bin|json|html)$/.test(name),
  );

  test('are all known here', () => expect(late.sort()).toEqual(Object.keys(WAYS).sort()));

  test.each(late.flatMap((file) => [undefined, 0, 0.3, 0.999].map((part) => [file, part] as const)))(
    '%s, cut to %d of its length or missing: what needs it says to install again',
    async (file, part) => {
      const { options = [], call, isCommand } = WAYS[file] ?? {};
      const folder = installation();
      const path = join(folder, 'dist', file);
      const whole = readFileSync(path);
      if (part === undefined) rmSync(path);
      else writeFileSync(path, whole.subarray(0, Math.floor(whole.length * part)));
      const policy = join(folder, 'policy.yaml');
      writeFileSync(policy, 'rules: []\n', { mode: 0o600 });
      // A command tells it on stderr.
      const before = `cd ${folder}${isCommand ? ' && exec 2>&1' : ''}`;
      const out = await callOne(folder, before, options, call);
      expect(out).toMatch(/damaged or missing: install openai-admin-mcp again/);
      expect(out).toContain(file);
      expect(out).not.toMatch(/check the network|internal|Its log has more|Please report/i);
    },
  );

  test.each(['guidance.cjs', 'prompts.json'])('without %s a start serves tools', async (file) => {
    const folder = installation();
    rmSync(join(folder, 'dist', file));
    expect(await callOne(folder)).toContain('proj_');
  });

  test('without yaml.cjs a start reads no YAML, and serves', async () => {
    const folder = installation();
    rmSync(join(folder, 'dist', 'yaml.cjs'));
    expect(await callOne(folder)).toContain('proj_');
  });

  test.each([undefined, 0, 0.5])('main.cjs, cut to %d or missing: the client is told', async (part) => {
    const folder = installation();
    const path = join(folder, 'dist', 'main.cjs');
    const whole = readFileSync(path);
    if (part === undefined) rmSync(path);
    else writeFileSync(path, whole.subarray(0, Math.floor(whole.length * part)));
    const [answer = ''] = (await callOne(folder)).split('\n');
    expect(JSON.parse(answer)).toMatchObject({ id: 1, error: { code: -32_603 } });
    expect(answer).toMatch(/not built yet: run|install openai-admin-mcp again/);
  });
});

describe.skipIf(process.platform !== 'linux')('too little address space for WebAssembly', () => {
  test('is told as that, and not as something to repeat', async () => {
    const out = await callOne(installation(), 'ulimit -v 8000000');
    expect(out).toMatch(/\\"kind\\":\\"local\\".*WebAssembly.*ulimit -v/);
    expect(out).toMatch(/\\"outcome\\":\\"not_sent\\",\\"retryable\\":false/);
    expect(out).not.toMatch(/check the network/i);
  });
});
