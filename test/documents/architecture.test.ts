/** docs/architecture.md and CONTRIBUTING.md follow the tree: each folder is named, and what is named is there. */
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
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
