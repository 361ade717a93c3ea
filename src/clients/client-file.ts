/** The file in which a client keeps its servers: read with what it has to keep, replaced whole or not at all, copied before. */
import { lstatSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type FileFacts,
  makeFolders,
  removeDrafts,
  replaceThrough,
  syncFolder,
  writeNewFile,
} from '../files/private-file.ts';
import { readTrustedFile } from '../files/trusted-file.ts';
import type { Host } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import type { Refusal } from './entry.ts';

/** Some clients keep whole conversations beside the servers. */
const MAX_BYTES = 64 * 1024 * 1024;

export type ClientFile = {
  /** Behind any symbolic links. */
  path: string;
  /** Undefined when there is no file. */
  bytes: Buffer | undefined;
  facts: FileFacts;
};

export function readClientFile(path: string, { uid }: Pick<Host, 'uid'>): ClientFile | Refusal {
  let target = path;
  try {
    target = realpathSync(path);
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code !== 'ENOENT') return { refused: `cannot be read (${code})` };
    // A folder on the way to it may be a link that leads nowhere; making the folder then tells so.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      return { refused: 'is a link to a file that does not exist. Make that file, or remove the link' };
    }
    return { path, bytes: undefined, facts: { mode: 0o600 } };
  }
  const read = readTrustedFile(target, { uid, maxBytes: MAX_BYTES });
  if ('reason' in read) return { refused: WHY_UNREAD[read.reason] ?? unreadable(read) };
  const { mode, uid: owner, gid } = statSync(target);
  if ((mode & 0o200) === 0) return { refused: 'is read-only. Make it writable, as with chmod u+w' };
  const isForeign = uid !== undefined && owner !== uid;
  return {
    path: target,
    bytes: read.content,
    facts: { mode: mode & 0o7777, ...(isForeign && { owner: { uid: owner, gid } }) },
  };
}

const WHY_UNREAD: Record<string, string> = {
  'not-a-file': 'is no regular file. Move it away',
  'too-large': 'is larger than 64 MiB. Find out what fills it before anything is added to it',
};

function unreadable(read: { reason: string; code?: string }): string {
  return `cannot be read (${read.code ?? read.reason}). Give yourself the right with chmod or chown`;
}

/** Beside the file, named after it; the date sorts them. */
const BACKUP = 'openai-admin-mcp';

/** Paths of the copies that were made before each change, the youngest first. */
export function backupsOf(path: string): string[] {
  const [start, end] = [`${basename(path)}.${BACKUP}.`, '.backup'];
  try {
    return readdirSync(dirname(path))
      .filter((name) => name.startsWith(start) && name.endsWith(end))
      .sort()
      .reverse()
      .map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}

export type Change = {
  file: ClientFile;
  /** Undefined to delete the file. */
  after: Buffer | undefined;
  /** Copies that are not needed any more once the change is made: what they hold is there again. */
  needless: string[];
  /** Whether the file as it was is copied first. */
  keepsCopy: boolean;
};

/**
 * `changed` when the file is no longer what was read: then nothing was written. The caller holds the lock for all
 * changes of this program; another program would have to write between the last look and the renaming.
 * @returns the path of the copy, where one was made
 */
export function writeClientFile(
  { file, after, needless, keepsCopy }: Change,
  host: Pick<Host, 'uid'>,
  { processId, now }: { processId: number; now: number },
): { backup: string | undefined } | 'changed' | Refusal {
  const { path, bytes, facts } = file;
  try {
    makeFolders(dirname(path));
    const drafts = new RegExp(String.raw`\.${BACKUP}\.(\d+)\.tmp$`);
    removeDrafts(dirname(path), drafts, processId);
    const backup = bytes === undefined || !keepsCopy ? undefined : copy(path, bytes, facts, now);
    const again = readClientFile(path, host);
    const isSame = !('refused' in again) && again.path === path && isEqual(again.bytes, bytes);
    if (!isSame) {
      if (backup !== undefined) rmSync(backup);
      return 'changed';
    }
    if (after === undefined) {
      rmSync(path);
      syncFolder(dirname(path));
    } else {
      replaceThrough(`${path}.${BACKUP}.${processId}.tmp`, path, after, facts);
    }
    for (const one of needless) rmSync(one, { force: true });
    return { backup };
  } catch (error) {
    return { refused: `cannot be written (${codeOf(error) ?? 'unknown error'}). ${wayOut(codeOf(error))}` };
  }
}

function wayOut(code: string | undefined): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free some space';
  if (code === 'EROFS') return 'It is on a read-only disk; make that writable';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'A file stands where a folder belongs; move it away';
  return 'Give yourself the right to write in its folder with chmod or chown';
}

function isEqual(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}

function copy(path: string, bytes: Buffer, facts: FileFacts, now: number): string {
  const date = new Date(now).toISOString().replaceAll(':', '-');
  const backup = `${path}.${BACKUP}.${date}.backup`;
  try {
    writeNewFile(backup, bytes, facts);
    return backup;
  } catch (error) {
    // Two changes in one millisecond.
    if (codeOf(error) !== 'EEXIST') throw error;
    return copy(path, bytes, facts, now + 1);
  }
}
