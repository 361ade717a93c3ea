/** The command lines of this program that a page shows: in code, in tables and in the files of clients. */
import type { Page } from './pages.ts';

/** Where it stands, as it is written, and the words behind the program's name. */
export type CommandLine = { page: string; text: string; words: string[] };

/** What stands behind one of these is not given to the program. */
const END = /[|<>#]|\.\.\.|&&/;

/** Wherever the program lies: by its name, or the file that starts it. */
const PROGRAM = /^(?:openai-admin-mcp|(?:\S*\/)?bin\/openai-admin-mcp\.js)$/;

export function commandLinesOf(page: Page): CommandLine[] {
  return candidates(page).flatMap((text) => {
    const words = wordsOf(text);
    return words === undefined ? [] : [{ page: page.path, text, words }];
  });
}

function candidates({ codeSpans, codeBlocks }: Page): string[] {
  return [
    ...codeSpans,
    ...codeBlocks.flatMap(({ language, text }) => {
      if (language === 'json') return startedByClients(JSON.parse(text));
      if (language === 'toml') return startedByClients({ servers: { codex: serverOfToml(text) } });
      return language === 'yaml' ? [] : text.replaceAll('\\\n', ' ').split('\n');
    }),
  ];
}

type ServerEntry = { command?: string; args?: string[] };

function startedByClients(file: Record<string, Record<string, ServerEntry>>): string[] {
  return Object.values(file.mcpServers ?? file.servers ?? {}).map(({ command = '', args = [] }) =>
    [command, ...args].join(' '),
  );
}

/** Texts and lists of texts are written as in JSON. */
function serverOfToml(text: string): ServerEntry {
  const read = (key: string) => JSON.parse(new RegExp(`^${key} = (.*)$`, 'm').exec(text)?.[1] ?? 'null');
  return { command: read('command'), args: read('args') };
}

function wordsOf(text: string): string[] | undefined {
  if (/^npm |^secret-tool store/.test(text)) return undefined;
  const words = text.replace(/['"\\]/g, '').split(/\s+/);
  const first = words.findLastIndex((word) => PROGRAM.test(word));
  if (first === -1) return undefined;
  const given = words.slice(first + 1);
  const end = given.findIndex((word) => END.test(word));
  return end === -1 ? given : given.slice(0, end);
}
