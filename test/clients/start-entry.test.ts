/** The command that is written for each installation and system, and starting it before it is written. */
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientEnvironment, ownEntry } from '../../src/clients/own-entry.ts';
import { startCheck } from '../../src/clients/start-check.ts';
import { homeFolder, hostIn } from '../credentials/home-folder.ts';

const SCRIPT = '/opt/lib/node_modules/openai-admin-mcp/bin/openai-admin-mcp.js';
const own = {
  node: '/home/me/.nvm/versions/node/v22.1.0/bin/node',
  script: SCRIPT,
  version: '1.2.3',
  isFromNpx: false,
};
const LINUX = { platform: 'linux' as const };
const WINDOWS = { platform: 'win32' as const };

describe('the command', () => {
  test('of an installation under a version manager is node and the program, both absolute', () => {
    expect(ownEntry(own, ['--read-only'], LINUX)).toEqual({
      command: own.node,
      args: [SCRIPT, '--read-only'],
    });
  });

  test('names node where it stays when it is updated', () => {
    const [cellar, usual] = [homeFolder(), homeFolder()];
    const node = join(realpathSync(cellar), 'node');
    writeFileSync(node, '');
    symlinkSync(node, join(usual, 'node'));
    expect(ownEntry({ ...own, node }, [], LINUX, [usual])).toMatchObject({ command: join(usual, 'node') });
  });

  test("from npx's cache is npx with this version, and never a path in that cache", () => {
    const usual = homeFolder();
    writeFileSync(join(usual, 'node'), '');
    const npx = { ...own, script: '/home/me/.npm/_npx/0/bin/openai-admin-mcp.js', isFromNpx: true };
    const args = ['-y', 'openai-admin-mcp@1.2.3', '--read-only'];
    const words = ['--read-only'];
    expect(ownEntry({ ...npx, node: join(usual, 'node') }, words, LINUX, [usual])).toEqual({
      command: 'npx',
      args,
    });
    // Where a client finds neither npx nor the node that it wants.
    expect(ownEntry(npx, words, LINUX, [usual])).toEqual({
      command: '/home/me/.nvm/versions/node/v22.1.0/bin/npx',
      args,
      env: { PATH: `/home/me/.nvm/versions/node/v22.1.0/bin:${usual}` },
    });
    expect(ownEntry(npx, words, WINDOWS)).toEqual({ command: 'cmd', args: ['/c', 'npx', ...args] });
    expect(ownEntry(npx, ['--policy', 'C:\\a & b.yaml'], WINDOWS)).toHaveProperty('refused');
  });

  test('is started with what clients hand on, and nothing else', () => {
    const host = hostIn('/home/me', {
      OPENAI_ADMIN_KEY: 'sk-admin-0123456789abcdef',
      PATH: '/x',
      USER: 'me',
    });
    expect(Object.keys(clientEnvironment({}, host)).sort()).toEqual(['HOME', 'PATH', 'USER']);
    expect(clientEnvironment({}, host).PATH).not.toContain('/x');
    expect(clientEnvironment({ env: { PATH: '/y' } }, host).PATH).toBe('/y');
  });
});

describe('a start', () => {
  const started = (program: string, patience?: number) =>
    startCheck({ command: process.execPath, args: ['-e', program] }, {}, process.platform, patience);

  const ANSWERS = `require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    if (method === 'initialize') console.log(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
    if (method === 'tools/list') console.log(JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [1, 2] } }));
  });`;

  test('that answers tells how many tools there are', async () => {
    expect(await started(ANSWERS)).toEqual({ tools: 2 });
  });

  test.each([
    ['ends', 'console.error("No such option."); process.exit(2)', 'it ended with 2: No such option.'],
    [
      'writes something else',
      'console.log("hello"); setInterval(() => {}, 1000)',
      'something else than MCP to stdout: hello',
    ],
    [
      'refuses',
      'console.log(JSON.stringify({ jsonrpc: "2.0", id: 1, error: { message: "Mend this." } })); setInterval(() => {}, 1000)',
      'Mend this.',
    ],
  ])('that %s tells why', async (_, program, why) => {
    expect(await started(program)).toEqual({ failed: expect.stringContaining(why) });
  });

  test('that never answers ends in time, with all that it started', async () => {
    const mark = join(homeFolder(), 'child');
    const program = `const child = require('child_process').spawn('sleep', ['1000']);
      require('fs').writeFileSync(${JSON.stringify(mark)}, String(child.pid)); setInterval(() => {}, 1000)`;
    const failed = await started(program, 3_000);
    expect(failed).toEqual({ failed: 'it did not answer within 3 s' });
    const child = Number(readFileSync(mark, 'utf8'));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  test('of a program that is not there tells so', async () => {
    const folder = homeFolder();
    mkdirSync(join(folder, 'x'));
    const entry = { command: join(folder, 'nothing'), args: [] };
    expect(await startCheck(entry, {}, process.platform)).toEqual({
      failed: 'it cannot be started (ENOENT)',
    });
  });
});

/** One that has ended and that nobody has asked about is still in the list. */
function isAlive(processId: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${processId}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
