/** Which file of Claude Desktop counts: classic, or of its package on Windows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claudeDesktopFile } from '../../src/clients/claude-desktop-file.ts';
import { homeFolder } from '../credentials/home-folder.ts';

function windows(packages: string[], files: ('classic' | string)[]) {
  const home = homeFolder();
  const environment = { APPDATA: join(home, 'Roaming'), LOCALAPPDATA: join(home, 'Local') };
  const classic = join(home, 'Roaming', 'Claude', 'claude_desktop_config.json');
  const of = (name: string) =>
    join(home, 'Local', 'Packages', name, 'LocalCache', 'Roaming', 'Claude', 'claude_desktop_config.json');
  for (const name of packages) mkdirSync(join(home, 'Local', 'Packages', name), { recursive: true });
  for (const name of files) {
    const file = name === 'classic' ? classic : of(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '{}');
  }
  return {
    host: { environment, platform: 'win32' as const, homeDirectory: home, uid: undefined },
    classic,
    of,
  };
}

describe('on Windows', () => {
  test.each([
    ['no package', [], [], 'classic'],
    ['no package, and the classic file', [], ['classic'], 'classic'],
    ['one package without a file', ['Claude_a'], [], 'Claude_a'],
    ['one package without a file, and the classic file', ['Claude_a'], ['classic'], 'classic'],
    ['one package with its file', ['Claude_a'], ['Claude_a'], 'Claude_a'],
    ['one package with its file, and the classic file', ['Claude_a'], ['Claude_a', 'classic'], 'Claude_a'],
    ['two packages, one with its file', ['Claude_a', 'Claude_b'], ['Claude_b'], 'Claude_b'],
    ['two packages with their files', ['Claude_a', 'Claude_b'], ['Claude_a', 'Claude_b'], undefined],
    [
      'two packages with files, and the classic file',
      ['Claude_a', 'Claude_b'],
      ['Claude_a', 'Claude_b', 'classic'],
      undefined,
    ],
    ['two packages without files', ['Claude_a', 'Claude_b'], [], undefined],
    ['two packages without files, and the classic file', ['Claude_a', 'Claude_b'], ['classic'], 'classic'],
  ])('%s', (_, packages, files, expected) => {
    const { host, classic, of } = windows(packages, files);
    const found = claudeDesktopFile(host);
    if (expected === undefined) expect(found).toHaveProperty('refused', expect.stringContaining('2 times'));
    else expect(found).toEqual({ path: expected === 'classic' ? classic : of(expected) });
  });
});

test.each([
  ['darwin', 'Library/Application Support/Claude'],
  ['linux', '.config/Claude'],
] as const)('on %s there is one', (platform, folder) => {
  const host = { environment: {}, platform, homeDirectory: '/home/me', uid: 1 };
  expect(claudeDesktopFile(host)).toEqual({ path: `/home/me/${folder}/claude_desktop_config.json` });
});
