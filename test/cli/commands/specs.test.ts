import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { OWN } from '../../specs/built-in.ts';
import { runUntilItEnds } from '../program-run.ts';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'own-specs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const BROKEN = OWN.replace('list_project_limits:', 'list_projects:').replace(
  'pagination: after',
  'pagintion: after',
);

describe('specs check', () => {
  test('lists the tools that the folder would add', async () => {
    const folder = folderWith({ 'own.yaml': OWN, 'notes.txt': 'a: [' });
    const { code, stdout, stderr } = await runUntilItEnds(['specs', 'check', folder]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      `No mistakes. Tools that --tool-specs ${folder} would add: 1\n  list_project_limits: GET /organization/projects/{project_id}/limits\n`,
    );
  });

  test('places every mistake and ends with 2', async () => {
    const folder = folderWith({ 'a.yaml': BROKEN, 'b.yaml': OWN.replace('own_projects', 'projects') });
    const { code, stdout, stderr } = await runUntilItEnds(['specs', 'check', folder]);
    expect([code, stdout]).toEqual([2, '']);
    const name = basename(folder);
    expect(stderr).toContain(`${name}/a.yaml:14:5 pagintion: unknown key; did you mean pagination?`);
    expect(stderr).toContain(`${name}/b.yaml:1:1 family: projects is built in`);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('an example that shows another request is told', async () => {
    const folder = folderWith({ 'own.yaml': OWN.replace(/request: GET .*/, 'request: GET /elsewhere') });
    const { code, stderr } = await runUntilItEnds(['specs', 'check', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/the example of list_project_limits: it makes GET .*, not GET \/elsewhere/);
  });

  test.each([
    ['a folder that is not there', '/no/such/folder-of-specs', 'cannot be read (ENOENT); give a folder'],
    ['a file', import.meta.filename, 'cannot be read (ENOTDIR); give a folder'],
  ])('%s is told', async (_, folder, words) => {
    const { code, stdout, stderr } = await runUntilItEnds(['specs', 'check', folder]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  test('a folder without a file to check is told', async () => {
    const { code, stderr } = await runUntilItEnds(['specs', 'check', folderWith({ 'own.yml': OWN })]);
    expect(code).toBe(2);
    expect(stderr).toContain('has no .yaml file.');
  });

  test.each([[['specs', 'chekc', '.']], [['specs', 'check']]])('%j is refused', async (words) => {
    const { code, stdout } = await runUntilItEnds(words);
    expect([code, stdout]).toEqual([2, '']);
  });
});
