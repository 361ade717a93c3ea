/** `npm run docs`: writes the generated documentation; with --check it only says what is stale, missing or left over. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path/posix';
import { buildProgram } from '../../src/cli/program.ts';
import { readPrompts, readSpecs } from '../read-specs.ts';
import { countsOf } from './counts.ts';
import { familyPage } from './family.ts';
import { type Parts, withMarks } from './marks.ts';
import { commandsTable, optionsTable } from './options.ts';
import { promptsTable } from './prompts.ts';
import { tagsSummary } from './tags.ts';
import { toolsPage } from './tools.ts';

/** This folder holds generated pages only. */
const FAMILY_PAGES = 'docs/tools';
const TOOLS_PAGE = 'docs/tools.md';

/** Nothing of this is used: the commands are looked at, never run. */
const program = await buildProgram({
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
  parentId: () => 0,
  setExitCode: () => {},
  shutdown: { before: () => {}, end: () => {} },
});

const checking = process.argv.includes('--check');
const catalogue = readSpecs();
const counts = countsOf(catalogue);
const parts: Parts = {
  options: () => optionsTable(),
  commands: () => commandsTable(program),
  prompts: () => promptsTable(readPrompts(catalogue)),
  tags: (pages) => tagsSummary(catalogue, pages),
};

const wanted = new Map([
  [TOOLS_PAGE, toolsPage(catalogue, counts)],
  ...catalogue.families.map((family): [string, string] => [
    `${FAMILY_PAGES}/${family.name}.md`,
    familyPage(family, catalogue),
  ]),
]);
const placed = new Set<string>();
for (const path of writtenDocuments()) {
  const marked = withMarks(readIfThere(path) ?? '', relative(dirname(path), FAMILY_PAGES), parts, counts);
  wanted.set(path, marked.text);
  for (const name of marked.parts) placed.add(name);
  for (const problem of marked.problems) complain(`${path}:${problem}`);
}
for (const name of Object.keys(parts)) {
  if (!placed.has(name))
    complain(`No document has a part between <!-- ${name}: ... --> and <!-- /${name} -->`);
}

if (!checking) mkdirSync(FAMILY_PAGES, { recursive: true });
for (const [path, text] of wanted) {
  const current = readIfThere(path);
  if (current === text) continue;
  if (checking) complain(`${path} ${current === undefined ? 'is missing' : 'is stale'}. Run: npm run docs`);
  else {
    writeFileSync(path, text);
    process.stdout.write(`${path} written\n`);
  }
}
for (const name of existsSync(FAMILY_PAGES) ? readdirSync(FAMILY_PAGES).sort() : []) {
  const path = `${FAMILY_PAGES}/${name}`;
  if (wanted.has(path)) continue;
  if (checking) complain(`${path} belongs to no family. Run: npm run docs`);
  else {
    rmSync(path);
    process.stdout.write(`${path} removed\n`);
  }
}

/** Documents that people write, in which generated parts and numbers may stand. */
function writtenDocuments(): string[] {
  const inDocs = readdirSync('docs').filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'CONTRIBUTING.md',
    'tool-specs/README.md',
    ...inDocs.map((name) => `docs/${name}`),
  ].filter((path) => path !== TOOLS_PAGE && existsSync(path));
}

function complain(what: string): void {
  process.stderr.write(`${what}\n`);
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
