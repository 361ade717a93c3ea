/** What the README promises to be: short, true before the package is published, and complete about its packages. */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { allPages } from './pages.ts';

/** Five minutes of reading. */
const MAX_README_BYTES = 16_000;

const README = readFileSync('README.md', 'utf8');

test('is short', () => {
  expect(statSync('README.md').size).toBeLessThanOrEqual(MAX_README_BYTES);
});

test('leads to every page that is written by hand', () => {
  const pages = allPages();
  const linked = pages.find(({ path }) => path === 'README.md')?.links.map((link) => link.split('#')[0]);
  const byHand = pages
    .map(({ path }) => path)
    .filter(
      (path) => !path.startsWith('docs/tools/') && !path.startsWith('.github/') && path !== 'README.md',
    );
  expect(linked).toEqual(expect.arrayContaining(byHand));
});

test.each(allPages().map((page) => [page.path, page] as const))(
  '%s marks npx as working after publication',
  (path, { codeSpans, codeBlocks }) => {
    const code = [...codeSpans, ...codeBlocks.map(({ text }) => text)].join('\n');
    if (!/\bnpx\b.*\bopenai-admin-mcp/.test(code)) return;
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/after publication/i);
    expect(text).toContain('<!-- before release: ');
  },
);

describe('its packages', () => {
  const versions: Record<string, string> = { ...packageJson.dependencies, ...packageJson.devDependencies };

  test.each([
    ['@modelcontextprotocol/sdk', '@modelcontextprotocol/server'],
    ['commander', 'commander'],
    ['zod', 'zod'],
    ['undici', 'undici'],
    ['keytar', '@napi-rs/keyring'],
    ['tsup', 'tsup'],
    ['vitest', 'vitest'],
    ['msw', 'msw'],
  ])('%s has a row with %s and its version', (planned, used) => {
    const row = README.split('\n').find((line) => line.startsWith(`| \`${planned}\` |`));
    const major = /\d+/.exec(versions[used] ?? '')?.[0];
    expect(row).toContain(`| \`${used}\` ${major}`);
  });

  test.each(Object.keys(versions).filter((name) => !name.startsWith('@types/')))(
    'docs/dependencies.md says why %s',
    (name) => {
      expect(readFileSync('docs/dependencies.md', 'utf8')).toContain(`\`${name}\``);
    },
  );
});
