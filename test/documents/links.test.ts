/** Every relative link of every page leads to a file that is there, and to a heading that it has. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brokenLinks } from './links.ts';
import { allPages, readPage } from './pages.ts';

const PAGES = allPages();

test.each(PAGES.map((page) => [page.path, page] as const))('%s', (_, page) => {
  expect(brokenLinks(page, PAGES, existsSync)).toEqual([]);
});

test('pages and links are seen at all', () => {
  const paths = PAGES.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'docs/tools.md',
      'docs/tools/costs.md',
      'tool-specs/README.md',
      '.github/pull_request_template.md',
    ]),
  );
  expect(PAGES.flatMap(({ links }) => links).length).toBeGreaterThan(500);
});

describe('told as broken', () => {
  const other = readPage('docs/other.md', '# The `--one` heading\n\n## Twice\n\n## Twice\n');
  const exists = (path: string) => ['docs/other.md', 'docs/this.md', 'a b.txt'].includes(path);
  const brokenIn = (text: string) => {
    const page = readPage('docs/this.md', `# This\n\n${text}`);
    return brokenLinks(page, [page, other], exists).length > 0;
  };

  test.each([
    ['[a](missing.md)', true],
    ['[a](other.md#nowhere)', true],
    ['[a](#nowhere)', true],
    ['![a](missing.png)', true],
    ['| [a](missing.md) |\n| --- |\n| b |', true],
    ['[a][b]\n\n[b]: missing.md', true],
    ['[a](../a%20b.txt#line)', true],
    ['[a](other.md)', false],
    ['[a](other.md#the---one-heading)', false],
    ['[a](other.md#twice-1)', false],
    ['[a](#this)', false],
    ['[a](../a%20b.txt)', false],
    ['[a](https://example.com/missing)', false],
    ['`[a](missing.md)`', false],
  ])('%s: %s', (text, expected) => {
    expect(brokenIn(text)).toBe(expected);
  });
});
