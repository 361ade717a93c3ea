/** The generated documentation: writes it, or with --check only says what is stale, missing or left over. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buildProgram } from '../../src/cli/program.ts';
import { readSpecs } from '../read-specs.ts';
import { familyPage } from './family.ts';
import { commandsTable, optionsTable } from './options.ts';
import { tagsSummary } from './tags.ts';
import { toolsPage } from './tools.ts';

/** This folder holds generated pages only. */
const FAMILY_PAGES = 'docs/tools';

/** Nothing of this is used: the commands are looked at, never run. */
const program = buildProgram({
  host: { environment: {}, platform: 'linux', homeDirectory: '/', uid: undefined },
  arguments: [],
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => 0,
  monotonic: () => 0,
  random: () => 0,
  processId: 0,
  startedAt: 0,
  packageFolder: '.',
  workingFolder: () => '.',
  openKeychain: () => {
    throw new Error('The documentation needs no keychain.');
  },
  onSignal: () => {},
  setExitCode: () => {},
  shutdown: { before: () => {}, end: () => {} },
});

const catalogue = readSpecs();
const wanted = new Map([
  withParts('docs/options.md', { options: optionsTable(), commands: commandsTable(program) }),
  withParts('docs/filters.md', { tags: tagsSummary(catalogue) }),
  ['docs/tools.md', toolsPage(catalogue)],
  ...catalogue.families.map((family): [string, string] => [
    `${FAMILY_PAGES}/${family.name}.md`,
    familyPage(family, catalogue),
  ]),
]);

const checking = process.argv.includes('--check');
if (!checking) mkdirSync(FAMILY_PAGES, { recursive: true });
for (const [path, text] of wanted) {
  const current = readIfThere(path);
  if (current === text) continue;
  if (checking) complain(path, current === undefined ? 'is missing' : 'is stale');
  else {
    writeFileSync(path, text);
    process.stdout.write(`${path} written\n`);
  }
}
for (const name of existsSync(FAMILY_PAGES) ? readdirSync(FAMILY_PAGES).sort() : []) {
  const path = `${FAMILY_PAGES}/${name}`;
  if (wanted.has(path)) continue;
  if (checking) complain(path, 'belongs to no family');
  else {
    rmSync(path);
    process.stdout.write(`${path} removed\n`);
  }
}

function complain(path: string, what: string): void {
  process.stderr.write(`${path} ${what}. Run: npm run docs\n`);
  process.exitCode = 1;
}

function readIfThere(path: string): string | undefined {
  try {
    // A checkout on Windows may have changed the line ends.
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** Replaces what stands between `<!-- NAME: ... -->` and `<!-- /NAME -->`. */
function withParts(path: string, parts: Record<string, string>): [string, string] {
  let text = readIfThere(path) ?? '';
  for (const [name, part] of Object.entries(parts)) {
    const marked = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!marked.test(text))
      throw new Error(`${path} has no part between <!-- ${name}: ... --> and <!-- /${name} -->`);
    text = text.replace(marked, (_, start: string, end: string) => `${start}\n${part}\n\n${end}`);
  }
  return [path, text];
}
