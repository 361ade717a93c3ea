/** The command with which a client starts this very program, on each system. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Entry, Refusal } from './entry.ts';

export type OwnProgram = {
  /** Absolute path of the running node. */
  node: string;
  /** Absolute path of bin/openai-admin-mcp.js. */
  script: string;
  version: string;
  /** Whether it lies in npx's cache, which npm empties when it likes. */
  isFromNpx: boolean;
};

/** Where clients that are started from the desktop look for programs; a version manager's folders are not among them. */
const USUAL_FOLDERS = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin'];

/** What a client hands on to a server that it starts, as the official SDK has it. */
const HANDED_ON = {
  posix: ['HOME', 'LOGNAME', 'SHELL', 'TERM', 'USER'],
  win32: [
    'APPDATA',
    'HOMEDRIVE',
    'HOMEPATH',
    'LOCALAPPDATA',
    'PATH',
    'Path',
    'PROCESSOR_ARCHITECTURE',
    'PROGRAMFILES',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'SystemRoot',
    'TEMP',
    'USERNAME',
    'USERPROFILE',
  ],
};

/** What cmd would read as more than text. */
const READ_BY_CMD = /[&|<>^%"!]/;

/** @param words the options to serve with */
export function ownEntry(
  { node, script, version, isFromNpx }: OwnProgram,
  words: readonly string[],
  { platform }: Pick<Host, 'platform'>,
  usualFolders = USUAL_FOLDERS,
): Entry | Refusal {
  if (!isFromNpx) return { command: usualNode(node, usualFolders) ?? node, args: [script, ...words] };
  const npx = ['-y', `openai-admin-mcp@${version}`, ...words];
  if (platform === 'win32') {
    const bad = words.find((word) => READ_BY_CMD.test(word));
    return bad === undefined
      ? { command: 'cmd', args: ['/c', 'npx', ...npx] }
      : {
          refused: `${bad} has a character that cmd would take as its own. Run npm install -g openai-admin-mcp, and openai-admin-mcp client install from there`,
        };
  }
  if (usualNode(node, usualFolders) !== undefined) return { command: 'npx', args: npx };
  const folder = dirname(node);
  return { command: join(folder, 'npx'), args: npx, env: { PATH: [folder, ...usualFolders].join(':') } };
}

/** The name of the running node that stays when it is updated, as Homebrew does into a folder of the new version. */
function usualNode(node: string, folders: string[]): string | undefined {
  return folders.map((folder) => join(folder, 'node')).find((path) => isSame(path, node));
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** The environment in which a client starts the entry. */
export function clientEnvironment(
  { env }: Entry,
  { environment, platform, homeDirectory }: Host,
): Record<string, string> {
  const names = platform === 'win32' ? HANDED_ON.win32 : HANDED_ON.posix;
  const handed = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  const own = platform === 'win32' ? {} : { HOME: homeDirectory, PATH: USUAL_FOLDERS.join(':') };
  return { ...Object.fromEntries(handed), ...own, ...(env as Record<string, string> | undefined) };
}
