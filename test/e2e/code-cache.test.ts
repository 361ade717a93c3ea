/** The proof that compiled code that is damaged, foreign or old neither ends the start nor runs, and is written anew. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PACKAGE_FOLDER } from './start-server.ts';

/** The package with the code of one earlier start. */
function installation() {
  const folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(PACKAGE_FOLDER, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(PACKAGE_FOLDER, 'node_modules'), join(folder, 'node_modules'));
  const caches = join(folder, 'dist', 'code-cache');
  rmSync(caches, { recursive: true, force: true });
  start(folder);
  const [build = ''] = readdirSync(caches);
  return { folder, main: join(folder, 'dist', 'main.cjs'), cache: join(caches, build, 'main.cjs') };
}

/** `--help` runs much of main.cjs and ends by itself. */
function start(folder: string) {
  return spawnSync(process.execPath, [join(folder, 'bin', 'openai-admin-mcp.js'), '--help'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
    timeout: 20_000,
  });
}

function flip(file: string, part: number): void {
  const content = readFileSync(file);
  const at = Math.min(Math.floor(content.length * part), content.length - 1);
  content[at] = (content[at] ?? 0) ^ 0x41;
  writeFileSync(file, content);
}

const DAMAGES: [string, (cache: string) => void][] = [
  ...[0, 0.0001, 0.01, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1].map(
    (part): [string, (cache: string) => void] => [`flipped at ${part}`, (cache) => flip(cache, part)],
  ),
  ['cut in half', (cache) => truncateSync(cache, Math.floor(readFileSync(cache).length / 2))],
  ['empty', (cache) => truncateSync(cache, 0)],
  ['longer', (cache) => appendFileSync(cache, 'more')],
  ['zeros', (cache) => writeFileSync(cache, Buffer.alloc(readFileSync(cache).length))],
  ['of another file', (cache) => cpSync(join(cache, '..', 'yaml.cjs'), cache)],
];

describe('compiled code that is', () => {
  test('as it was written is used: the file stays', () => {
    const { folder, cache } = installation();
    const before = readFileSync(cache);
    expect(start(folder).status).toBe(0);
    expect(readFileSync(cache).equals(before)).toBe(true);
  });

  test('damaged is left aside and written anew', () => {
    const { folder, cache } = installation();
    writeFileSync(join(cache, '..', 'yaml.cjs'), readFileSync(cache).subarray(0, 5000));
    for (const [name, damage] of DAMAGES) {
      damage(cache);
      const damaged = readFileSync(cache);
      const { status, signal, stdout } = start(folder);
      expect([status, signal], name).toEqual([0, null]);
      expect(stdout, name).toContain('Usage: openai-admin-mcp');
      expect(readFileSync(cache).equals(damaged), name).toBe(false);
    }
  });

  test.skipIf(process.platform === 'win32')('no file is not waited for', () => {
    const { folder, cache } = installation();
    rmSync(cache);
    execFileSync('mkfifo', [cache]);
    expect(start(folder)).toMatchObject({ status: 0, signal: null });
  });
});

test('a source that was changed at equal length is what runs', () => {
  const { folder, main } = installation();
  const words = 'Print this help.';
  const source = readFileSync(main, 'utf8');
  expect(source).toContain(words);
  writeFileSync(main, source.replace(words, 'Print that help.'));
  expect(start(folder).stdout).toContain('Print that help.');
});
