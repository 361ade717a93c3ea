/** The one way to open a file that has to be trusted: what makes one trustworthy, and why another is not read. */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../model/error-code.ts';

export type TrustRule = {
  /** The user's id on POSIX; undefined where files carry no owner and mode (Windows): neither is looked at then. */
  uid: number | undefined;
  maxBytes: number;
  /** Who may own it; left out: anybody. */
  owner?: 'user' | 'user-or-root';
  /** What other users must not be allowed, as bits of the mode: 0o022 is writing, 0o077 is anything. */
  forbiddenMode?: number;
  /** What its mode allows others is taken away from them. */
  closeToOthers?: boolean;
  /** Owner and mode of the folder it lies in count as well. */
  checkFolder?: boolean;
  /** A symbolic link is not followed. */
  refuseLink?: boolean;
};

/** Why a file is not read; each reader has words of its own for it. */
export type Distrust =
  | { reason: 'missing' | 'unreadable'; code: string; error: unknown }
  | { reason: 'link' | 'not-a-file' | 'too-large' | 'owner' | 'folder-owner' | 'folder-mode' }
  | { reason: 'mode'; mode: number };

/** Zero on Windows, which has neither flag. */
const { O_NONBLOCK: NO_WAITING = 0, O_NOFOLLOW: NO_FOLLOWING = 0 } = constants;

const CHUNK_BYTES = 65_536;

/** The content of a trusted file, or why it is none. */
export function readTrustedFile(path: string, rule: TrustRule): { content: Buffer } | Distrust {
  const opened = openTrustedFile(path, rule);
  if ('reason' in opened) return opened;
  try {
    const content = readUpTo(opened.descriptor, rule.maxBytes + 1);
    return content.length > rule.maxBytes ? { reason: 'too-large' } : { content };
  } catch (error) {
    return couldNot(error);
  } finally {
    closeSync(opened.descriptor);
  }
}

/**
 * Opens a trusted file; the caller closes it. The checks look at the opened file, not at its name, so that it cannot
 * be exchanged in between, and opening never waits, as it otherwise would for the writer of a named pipe.
 * @param flags as for open(2); a file that they create is 0600
 */
export function openTrustedFile(
  path: string,
  rule: TrustRule,
  flags: number = constants.O_RDONLY,
): { descriptor: number } | Distrust {
  let descriptor: number | undefined;
  let distrust: Distrust | undefined;
  try {
    descriptor = openSync(path, flags | NO_WAITING | (rule.refuseLink ? NO_FOLLOWING : 0), 0o600);
    const file = fstatSync(descriptor);
    distrust = distrustOf(file, path, rule);
    if (distrust === undefined) {
      if (rule.closeToOthers && rule.uid !== undefined && (file.mode & 0o077) !== 0)
        fchmodSync(descriptor, 0o600);
      return { descriptor };
    }
  } catch (error) {
    distrust = couldNot(error, rule);
  }
  if (descriptor !== undefined) closeSync(descriptor);
  return distrust;
}

function distrustOf(file: Stats, path: string, rule: TrustRule): Distrust | undefined {
  const { uid, owner, forbiddenMode = 0, maxBytes } = rule;
  if (!file.isFile()) return { reason: 'not-a-file' };
  if (file.size > maxBytes) return { reason: 'too-large' };
  if (uid === undefined) return undefined;
  const isForeign = ({ uid: of }: Stats) =>
    owner !== undefined && of !== uid && !(owner === 'user-or-root' && of === 0);
  const folder = rule.checkFolder ? statSync(dirname(path)) : undefined;
  if (isForeign(file)) return { reason: 'owner' };
  if (folder !== undefined && isForeign(folder)) return { reason: 'folder-owner' };
  if ((file.mode & forbiddenMode) !== 0) return { reason: 'mode', mode: file.mode & 0o777 };
  if (folder !== undefined && (folder.mode & forbiddenMode) !== 0) return { reason: 'folder-mode' };
  return undefined;
}

/** What opening a socket fails with, on Linux and on macOS. */
const SOCKET_CODES = ['ENXIO', 'EOPNOTSUPP'];

function couldNot(error: unknown, rule?: TrustRule): Distrust {
  const code = codeOf(error) ?? 'unknown error';
  if (SOCKET_CODES.includes(code)) return { reason: 'not-a-file' };
  if (code === 'ELOOP' && rule?.refuseLink) return { reason: 'link' };
  return { reason: code === 'ENOENT' ? 'missing' : 'unreadable', code, error };
}

/** A file may grow while it is read, and those of /proc tell no size. */
function readUpTo(descriptor: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = [];
  for (let left = maxBytes; left > 0; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, left));
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    left -= count;
  }
  return Buffer.concat(chunks);
}
