/** The pages name no command and no option that the program does not have. docs/options.md is the list: it is generated from the program. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { commandLinesOf } from './command-lines.ts';
import { allPages, readPage } from './pages.ts';

/** First cells of the generated tables: `--tags TAG,...`, `auth login --stdin`, `approve [PLAN]`. */
const LISTED = [...readFileSync('docs/options.md', 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) =>
  cell.split(/[ ,]+/),
);

/** The options of each command by its name; those of serving have the name ''. */
const OPTIONS = new Map<string, string[]>();
for (const words of LISTED) {
  const name = words.filter((word) => /^[a-z]/.test(word)).join(' ');
  const flags = words.filter((word) => word.startsWith('-'));
  OPTIONS.set(name, [...(OPTIONS.get(name) ?? []), ...flags]);
}

/** Commands in which the options of serving hold, too (docs/shell.md); what a client is to start is written as it is served. */
const AS_SERVING = ['client install', 'tools list', 'tools show', 'tools search', 'call', 'report', 'find'];
for (const name of AS_SERVING) OPTIONS.set(name, [...(OPTIONS.get(name) ?? []), ...(OPTIONS.get('') ?? [])]);

/** The options of one report are the arguments of its tool. */
function optionsOfReport([command, name = '']: string[]): string[] {
  if (command !== 'report') return [];
  const tool = catalogue.tools.find((one) => one.name === `report_${name.replaceAll('-', '_')}`);
  const flags = Object.keys(tool?.params ?? {}).map((param) => `--${param.replaceAll('_', '-')}`);
  return [...flags, '--output', '--exit-code'];
}

/** Of every command, and in no table. */
const EVERYWHERE = ['--help', '--version'];

const LINES = allPages().flatMap(commandLinesOf);

test.each(LINES.map((line) => [`${line.page}: ${line.text}`, line.words] as const))('%s', (_, words) => {
  const name = commandOf(words);
  const known = [...(OPTIONS.get(name) ?? []), ...optionsOfReport(words), ...EVERYWHERE];
  expect(known).toEqual(expect.arrayContaining(words.filter((word) => /^-./.test(word))));
  // Serving takes options alone: a word in front of them is the name of a command.
  if (name === '') expect(words[0] ?? '--').toMatch(/^-/);
});

test.each([
  ['a block, cut off at #', '```sh\nopenai-admin-mcp --read-only  # said behind it\n```', '--read-only'],
  ['a block, over two lines', '```sh\nnpx openai-admin-mcp \\\n  --read-only\n```', '--read-only'],
  [
    'a file of a client',
    '```json\n{"servers":{"a":{"command":"npx","args":["openai-admin-mcp","--a"]}}}\n```',
    '--a',
  ],
  ['a TOML file', '```toml\n[a]\ncommand = "npx"\nargs = ["openai-admin-mcp", "--a"]\n```', '--a'],
  ['a table, cut off at |', '| `openai-admin-mcp secrets show ID \\| gh` |\n| --- |', 'secrets show ID'],
  ['a line, cut off at <', 'Run `node bin/openai-admin-mcp.js auth login < key.txt`.', 'auth login'],
  ['quotes', "Run `openai-admin-mcp --tools 'list_*,get_*'`.", '--tools list_*,get_*'],
  ['behind another program', '`claude mcp add --scope user openai-admin -- npx -y openai-admin-mcp`', ''],
])('%s is seen', (_, text, words) => {
  expect(commandLinesOf(readPage('a.md', text)).map((line) => line.words.join(' '))).toEqual([words]);
});

/** The longest one that the words begin with. */
function commandOf(words: string[]): string {
  return [words.slice(0, 2).join(' '), words[0] ?? ''].find((name) => OPTIONS.has(name)) ?? '';
}
