import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Project, whatIsMissing } from '../../scripts/release/what-is-missing.ts';

const READY: Project = {
  manifest: {
    version: '1.2.0',
    author: 'A',
    bugs: 'https://example.com/bugs',
    homepage: 'https://example.com',
    repository: 'https://example.com/a.git',
    mcpName: 'com.example/a',
  },
  changelog: '# Changelog\n\n## 1.2.0\n\nNew.\n\n## 1.1.0\n',
  texts: [{ path: 'README.md', text: '# A\n\nWorks.\n' }],
  git: { tags: ['v1.2.0'], isClean: true },
};

test('nothing, where all is there', () => {
  expect(whatIsMissing(READY)).toEqual([]);
});

const { manifest } = READY;
const { git: _, ...outsideOfAClone } = READY;

test.each<[string, Project, RegExp]>([
  ['no author', { ...READY, manifest: { ...manifest, author: '' } }, /^package\.json: write author,/],
  [
    'no mcpName',
    { ...READY, manifest: { ...manifest, mcpName: undefined } },
    /^package\.json: write mcpName,/,
  ],
  [
    'an older changelog',
    { ...READY, changelog: '# Changelog\n\n## 1.1.0\n' },
    /^CHANGELOG\.md: .*1\.1\.0.*1\.2\.0/,
  ],
  ['an empty changelog', { ...READY, changelog: '' }, /^CHANGELOG\.md: .*no version/],
  [
    'a mark in a page',
    { ...READY, texts: [{ path: 'README.md', text: '# A\n\n<!-- before release: say it. -->\n' }] },
    /^README\.md:3: say it\.$/,
  ],
  [
    'a mark in YAML with the line ends of Windows',
    { ...READY, texts: [{ path: 'a.yml', text: 'a: 1\r\n# before release: add b.\r\n' }] },
    /^a\.yml:2: add b\.$/,
  ],
  ['another tag', { ...READY, git: { tags: ['v1.1.0', ''], isClean: true } }, /^git: .*git tag v1\.2\.0$/],
  ['open changes', { ...READY, git: { tags: ['v1.2.0'], isClean: false } }, /^git: .*Commit/],
  ['no clone', outsideOfAClone, /^git: this is no clone/],
])('%s is told, alone', (_name, project, sentence) => {
  expect(whatIsMissing(project)).toEqual([expect.stringMatching(sentence)]);
});

test('the command looks at every page and ends with 1 while something is missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['docs', 'tool-specs', join('.github', 'ISSUE_TEMPLATE')]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), '{"version":"1.0.0"}');
  writeFileSync(join(folder, 'CHANGELOG.md'), '## 1.0.0\n');
  writeFileSync(join(folder, 'SECURITY.md'), '<!-- before release: one. -->\n');
  writeFileSync(join(folder, 'docs', 'a.md'), '<!-- before release: two. -->\n');
  writeFileSync(join(folder, '.github', 'ISSUE_TEMPLATE', 'config.yml'), '# before release: three.\n');
  const { code, output } = await new Promise<{ code: unknown; output: string }>((done) => {
    const words = ['--import', import.meta.resolve('tsx'), resolve('scripts/release/main.ts')];
    execFile(process.execPath, words, { cwd: folder }, (error, stdout) =>
      done({ code: error?.code ?? 0, output: stdout }),
    );
  });
  expect(code).toBe(1);
  const places = output.split('\n').map((line) => line.split(':')[0]?.replaceAll('\\', '/'));
  expect(places).toEqual(
    expect.arrayContaining([
      'package.json',
      'SECURITY.md',
      'docs/a.md',
      '.github/ISSUE_TEMPLATE/config.yml',
      'git',
    ]),
  );
  expect(output).toMatch(/\n9 still missing\.\n$/);
});
