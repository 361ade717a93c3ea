/** The file that is a lock: taken whole or not at all, and taken away from a process that is gone by one alone. */
import { linkSync, lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';
import {
  isGone,
  type LockOwner,
  nameWithOwner,
  ownerInName,
  ownerText,
  parseOwner,
  thisOwner,
} from './lock-owner.ts';
import { UnsafePlace } from './private-file.ts';
import { readTrustedFile } from './trusted-file.ts';

/** Far more than a process id, its start, a host and a few letters. */
const MAX_OWNER_BYTES = 4_096;

/** In names of files that become a lock in a moment. */
const DRAFT = 'draft';

/** Behind the name of the lock: the draft of it, or of a right to remove it, or of a right to remove that one. */
const BEFORE_OWNER = /^\.(?:[\w-]*\.gone\.)*draft\./;

/**
 * The file appears with its owner in it or not at all, and never in place of another, a planted link included.
 * @returns whether it was free
 */
export function take(path: string, owner: LockOwner): boolean {
  if (fileAt(path) !== undefined) return false;
  const draft = nameWithOwner(`${path}.${DRAFT}.`, owner);
  try {
    writeFileSync(draft, ownerText(owner), { flag: 'wx', mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      // Some network and memory-card file systems have no hard links.
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
      writeFileSync(path, ownerText(owner), { flag: 'wx', mode: 0o600 });
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    removeIfPossible(draft);
  }
}

/** Whoever deleted the lock by hand has let somebody else in: theirs stays, unless no descriptor is left to look. */
export function release(path: string, owner: LockOwner): void {
  const read = readOwner(path);
  const isUnread = 'code' in read && ['EMFILE', 'ENFILE'].includes(read.code);
  if (isUnread || ownerIn(read)?.holding === owner.holding) remove(path);
}

/**
 * Of several that saw the dead owner only one may remove its lock, since a later one would remove the lock that
 * somebody has taken in the meantime. The right to do so is a lock of its own for just this holding.
 * @param holding of the owner that is gone, or what `fileAt` says of a lock without owner
 */
export function removeAbandoned(path: string, holding: string, runtime: Runtime): void {
  const claim = `${path}.${holding}.gone`;
  if (!take(claim, thisOwner(runtime))) {
    const other = ownerOf(claim);
    if (other !== undefined && isGone(other, claim, runtime)) removeAbandoned(claim, other.holding, runtime);
    return;
  }
  try {
    if ((ownerOf(path)?.holding ?? fileAt(path)) === holding) remove(path);
  } finally {
    remove(claim);
  }
}

/**
 * Removes what killed processes left beside a lock: drafts of it, and rights to remove an earlier one. Hold the lock;
 * then nobody has a use for such a right any more.
 */
export function sweep(path: string, runtime: Runtime): void {
  for (const name of besides(path)) {
    const file = join(dirname(path), name);
    const start = `${basename(path)}${BEFORE_OWNER.exec(name.slice(basename(path).length))?.[0]}`;
    const owner = name.endsWith('.gone') ? ownerOf(file) : ownerInName(start, name);
    if (owner !== undefined && isGone(owner, file, runtime)) remove(file);
  }
}

/** Names of the files that belong to a lock, without the lock itself. */
export function besides(path: string): string[] {
  const start = `${basename(path)}.`;
  return readdirSync(dirname(path)).filter((name) => name.startsWith(start));
}

function readOwner(path: string): ReturnType<typeof readTrustedFile> {
  return readTrustedFile(path, { uid: undefined, maxBytes: MAX_OWNER_BYTES });
}

export function ownerOf(path: string): LockOwner | undefined {
  return ownerIn(readOwner(path));
}

/** Undefined where it was released in the meantime, or is something that never was a lock. */
function ownerIn(read: ReturnType<typeof readTrustedFile>): LockOwner | undefined {
  return 'content' in read ? parseOwner(read.content.toString('utf8')) : undefined;
}

/**
 * Tells one file at a path from a later one; undefined when there is none.
 * @throws UnsafePlace for what never was a lock, and nobody releases: a folder, a link, a named pipe, a socket, a device
 */
export function fileAt(path: string): string | undefined {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file !== undefined && !file.isFile()) {
    const kind = file.isDirectory() ? 'a folder' : file.isSymbolicLink() ? 'a link' : 'no ordinary file';
    throw new UnsafePlace(`${path} is ${kind}. Move it away; a lock belongs there.`);
  }
  return file && `${file.ino}-${Math.trunc(file.ctimeMs)}`;
}

/** Where an error would hide that the lock is taken; what stays is swept away later. */
export function removeIfPossible(path: string): void {
  try {
    remove(path);
  } catch {
    // Held open by another program.
  }
}

/** On Windows a virus scanner may have the file open for a moment. */
export function remove(path: string): void {
  rmSync(path, { force: true, maxRetries: 10, retryDelay: 20 });
}
