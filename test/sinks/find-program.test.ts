/** What counts as the program of a command on each system. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/sinks/find-program.ts';
import { script, temporaryFolder } from './sink-setting.ts';

test('on Windows it is an .exe or .com, and no script, which would need a shell', () => {
  const folder = temporaryFolder();
  for (const name of ['one.exe', 'two.com', 'three.cmd', 'four.bat', 'five.ps1']) script(folder, name, '');
  const found = (name: string) => findProgram(join(folder, name), undefined, 'win32');
  expect(found('one')).toBe(join(folder, 'one.exe'));
  expect(found('two')).toBe(join(folder, 'two.com'));
  for (const name of ['three', 'four', 'five']) expect(found(name)).toBeUndefined();
  expect(findProgram(join(folder, 'one'), undefined, 'linux')).toBeUndefined();
});
