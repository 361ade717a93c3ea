import { expect, test } from 'vitest';
import { alignColumns } from '../../../src/cli/commands/align-columns.ts';

test('columns stand below each other, whatever the letters', async () => {
  expect(
    await alignColumns([
      ['NAME', 'STATE', 'WHERE'],
      ['Zürich', 'ready', 'keychain'],
      ['日本支社', 'not usable', ''],
      ['e\u0301', '-', 'file'],
    ]),
  ).toEqual([
    'NAME      STATE       WHERE',
    'Zürich    ready       keychain',
    '日本支社  not usable',
    'e\u0301         -           file',
  ]);
});
