/** `npm run release:check`: says what is still missing for a release, and ends with 1 while something is. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, whatIsMissing } from './what-is-missing.ts';

const FOLDERS = ['docs', 'tool-specs', '.github'];

const paths = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
];
const git = gitFacts();
const missing = whatIsMissing({
  manifest: JSON.parse(readFileSync('package.json', 'utf8')),
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  texts: paths
    .filter((path) => /\.(md|ya?ml)$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  ...(git && { git }),
});
for (const line of missing) process.stdout.write(`${line}\n`);
process.stdout.write(
  missing.length === 0
    ? 'Nothing is missing. npm publish comes next.\n'
    : `\n${missing.length} still missing.\n`,
);
if (missing.length > 0) process.exitCode = 1;

function gitFacts(): Project['git'] {
  const ask = (...words: string[]) =>
    execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return {
      tags: ask('tag', '--points-at', 'HEAD').split('\n'),
      isClean: ask('status', '--porcelain') === '',
    };
  } catch {
    return undefined;
  }
}
