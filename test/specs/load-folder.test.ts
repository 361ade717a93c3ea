import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';
import { fileOf, LIST, UPDATE } from './spec-text.ts';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'specs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('loadSpecFolder', () => {
  test('reads the YAML files in the order of their names and nothing else', () => {
    const folder = folderWith({
      'b.yaml': fileOf(LIST),
      'a.yaml': fileOf(UPDATE).replace('family: things', 'family: others'),
      'README.md': '# no: [yaml',
      'schema.json': '{',
    });
    expect(loadSpecFolder(folder, process.getuid?.()).families.map((family) => family.name)).toEqual([
      'others',
      'things',
    ]);
  });

  test('tells a mistake with the folder and the file', () => {
    const folder = folderWith({ 'a.yaml': 'nope: 1\n' });
    expect(() => loadSpecFolder(folder, process.getuid?.())).toThrow(
      `${basename(folder)}/a.yaml:1:1 nope: unknown key`,
    );
  });

  test.runIf(process.getuid?.() === 0)('takes a file of root, and none of another user', () => {
    const folder = folderWith({ 'a.yaml': fileOf(LIST) });
    expect(loadSpecFolder(folder, 1000).tools).toHaveLength(1);
    chownSync(join(folder, 'a.yaml'), 54_321, 54_321);
    expect(() => loadSpecFolder(folder, 1000)).toThrow('belongs to another user');
  });

  test("leaves a folder that is not there to the file system's own error", () => {
    expect(() => loadSpecFolder(join(tmpdir(), 'no-such-folder-of-specs'), undefined)).toThrow(/ENOENT/);
  });
});
