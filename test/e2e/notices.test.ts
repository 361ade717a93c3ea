/** The proof that the licence of every package whose code is bundled comes with the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SOURCES } from '../sources.ts';
import { PACKAGE_FOLDER } from './start-server.ts';

/** Not bundled: npm installs it. */
const INSTALLED = '@napi-rs/keyring';

const IMPORT = /\bimport (?!type\b)[^;]*?from '((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g;

const imported = SOURCES.filter(({ room }) => room !== 'scripts').flatMap(({ text }) =>
  [...text.matchAll(IMPORT)].map(([, name = '']) => name),
);

it('names each package that the sources take code from, with its licence', () => {
  const packages = [...new Set(imported)].filter((name) => name !== INSTALLED);
  expect(packages.length).toBeGreaterThan(4);
  const notices = readFileSync(join(PACKAGE_FOLDER, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const named = new Map(
    notices
      .split(/^={80}\n/m)
      .slice(1)
      .map((notice) => [notice.split(' ')[0] ?? '', notice]),
  );
  for (const name of packages) {
    expect(named.get(name), name).toMatch(/copyright|permission|licen[cs]e/i);
  }
});
