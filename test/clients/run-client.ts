/** The commands about clients in this process, on files of a home of their own. */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { runProgram } from '../../src/cli/program.ts';
import { CLIENTS, type FileClient } from '../../src/clients/client-table.ts';
import { processContext, type Ran } from '../cli/process-context.ts';

export const FILE_CLIENTS = CLIENTS.filter(
  (client): client is FileClient => client.kind === 'json' || client.kind === 'toml',
);

export type Run = {
  environment?: Record<string, string>;
  /** What is typed at each question; without it there is no terminal. */
  type?: () => string;
};

export async function runClient(
  home: string,
  words: string[],
  { environment = {}, type }: Run = {},
): Promise<Ran> {
  const stdin = new PassThrough();
  const isTTY = type !== undefined;
  if (type === undefined) stdin.end();
  const { context, ran } = processContext(words, {
    packageFolder: '/opt/openai-admin-mcp',
    host: { environment, homeDirectory: home },
    stdin: Object.assign(stdin, { isTTY }),
    isTTY: { stdout: isTTY, stderr: isTTY },
    onStderr: (text) => text.endsWith('[y/N] ') && type && stdin.write(`${type()}\n`),
  });
  await runProgram(context);
  await new Promise(setImmediate);
  return ran;
}

/** Where this client keeps its servers in that home, on Linux. */
export function pathIn(home: string, { file }: FileClient): string {
  const place = file({ environment: {}, platform: 'linux', homeDirectory: home, uid: process.getuid?.() });
  if ('refused' in place) throw new Error(place.refused);
  return place.path;
}

/** Whatever lies beside a file that has nothing beside it. */
export function besides(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => !path.endsWith(`/${name}`));
}

export const INSTALL = ['--sandbox', '--no-check', '--yes'];
