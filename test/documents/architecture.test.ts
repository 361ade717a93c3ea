/** docs/architecture.md and CONTRIBUTING.md follow the tree: each folder is named, and what is named is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { allPages } from './pages.ts';

const PAGES = allPages();
const ARCHITECTURE = PAGES.find(({ path }) => path === 'docs/architecture.md')?.codeSpans ?? [];

const folders = (root: string) =>
  readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${join(entry.parentPath, entry.name).replaceAll(sep, '/')}/`);

test.each([...folders('src'), ...folders('scripts')])('%s is named', (folder) => {
  expect(ARCHITECTURE).toContain(folder);
});

/** A path from the root, to a file or to a folder; none with a placeholder. */
const OF_THE_TREE = /^(?:src|scripts|test|tool-specs|bin|docs|\.ci|\.github)\/[\w./-]*$/;

test.each(
  PAGES.flatMap(({ path, codeSpans }) => codeSpans.map((span) => [path, span] as const)).filter(([, span]) =>
    OF_THE_TREE.test(span),
  ),
)('%s names %s, which is there', (_, path) => {
  expect(existsSync(path)).toBe(true);
});

test('test/ has a folder for each room, and no others than those that are named', () => {
  const under = (root: string) =>
    readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  // Values do nothing that could be tested.
  const rooms = under('src').filter((name) => name !== 'model');
  const others = ['scripts', 'e2e', 'keychain', 'screen', 'catalogue', 'referee', 'documents'];
  expect(under('test').sort()).toEqual([...new Set([...rooms, ...others])].sort());
  for (const name of others.slice(1)) expect(ARCHITECTURE).toContain(`test/${name}/`);
});

test('there is one YAML file for each family of tools', () => {
  const files = readdirSync('tool-specs').filter((name) => name.endsWith('.yaml'));
  expect(files).toHaveLength(catalogue.families.length);
});

test('each command has a file of its name', () => {
  const listed = readFileSync('docs/options.md', 'utf8').matchAll(/^\| `([a-z][a-z -]*)/gm);
  const commands = [...new Set([...listed].map(([, cell = '']) => cell.replace(/ -.*/, '').trim()))];
  expect(commands).toEqual(expect.arrayContaining(['approve', 'auth login', 'audit verify', 'sandbox']));
  const files = readdirSync(join('src', 'cli', 'commands'));
  // A command with a single word below it is in the file of its first.
  const alone = (name: string) => commands.filter((one) => one.split(' ')[0] === name).length === 1;
  const fileOf = ([first = '', ...more]: string[]) =>
    `${alone(first) ? first : [first, ...more].join('-')}.ts`;
  expect(files).toEqual(expect.arrayContaining(commands.map((name) => fileOf(name.split(' ')))));
});
