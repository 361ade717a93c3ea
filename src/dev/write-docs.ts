/** Owns the generated documentation: writes it, or with --check only says what is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildProgram } from '../cli/program.ts';
import { loadSpecFolder } from '../specs/load-folder.ts';
import { commandsTable, optionsTable } from './docs-options.ts';
import { toolsPage } from './docs-tools.ts';

/** Nothing of this is used: the commands are looked at, never run. */
const program = await buildProgram({
  arguments: ['--help'],
  environment: {},
  platform: 'linux',
  homeDirectory: '/',
  uid: undefined,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => 0,
  monotonic: () => 0,
  packageFolder: '.',
  onSignal: () => {},
  setExitCode: () => {},
  exit: () => {},
});

const readme = readIfThere('README.md');
const files: [path: string, current: string, wanted: string][] = [
  [
    'README.md',
    readme,
    withPart(withPart(readme, 'options', optionsTable()), 'commands', commandsTable(program)),
  ],
  ['docs/tools.md', readIfThere('docs/tools.md'), toolsPage(loadSpecFolder('tool-specs'))],
];

const checking = process.argv.includes('--check');
for (const [path, current, wanted] of files) {
  if (current === wanted) continue;
  if (checking) {
    process.stderr.write(`${path} is stale. Run: npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    process.stdout.write(`${path} written\n`);
  }
}

function readIfThere(path: string): string {
  try {
    // A checkout on Windows may have changed the line ends.
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

/** Replaces what stands between `<!-- NAME: ... -->` and `<!-- /NAME -->`. */
function withPart(text: string, name: string, part: string): string {
  const marked = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marked.test(text))
    throw new Error(`README.md has no part between <!-- ${name}: ... --> and <!-- /${name} -->`);
  return text.replace(marked, (_, start: string, end: string) => `${start}\n${part}\n\n${end}`);
}
