/** Files and folders that only their owner may read: made so, replaced whole, never through a planted link. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../model/error-code.ts';
import { isRunning } from './lock-owner.ts';
import { type Distrust, openTrustedFile, readTrustedFile, type TrustRule } from './trusted-file.ts';

/** As much as Node reads at once; an audit trail may grow long. */
const MAX_BYTES = 2 ** 31 - 1;

/** A place that somebody else may write or own; `message` says which and what to do. */
export class UnsafePlace extends Error {
  override readonly name = 'UnsafePlace';
}

/**
 * Makes the folder and those above it that are missing, 0700. One by one, since Node's own way to do so never returns
 * where a folder is there and takes none, as /proc does (ENOENT).
 * @throws what the file system throws; EEXIST where something else is in its place
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolders(above);
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Makes the folder, and its parents, for its owner alone.
 * @param uid the user's id on POSIX; undefined where folders carry no owner and mode
 */
export function makePrivateFolder(folder: string, uid: number | undefined): void {
  makeFolders(folder);
  if (uid !== undefined) chmodSync(folder, 0o700);
}

/**
 * The same for a folder whose content is trusted: refused when it is another user's, or a link to where others write.
 * @throws UnsafePlace, and what the file system throws
 */
export function makeOwnFolder(folder: string, uid: number | undefined): void {
  makeFolders(folder);
  if (uid === undefined) return;
  const target = statSync(folder);
  if (target.uid !== uid) throw new UnsafePlace(`${folder} ${FOREIGN}`);
  if (lstatSync(folder).isSymbolicLink() && (target.mode & 0o022) !== 0) {
    throw new UnsafePlace(
      `${folder} is a link to a folder that others can write. Run chmod 700 on that folder, or remove the link.`,
    );
  }
  if ((target.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
}

/**
 * Opens a regular file of this user, 0600, through no link; `flags` as for open(2). The caller closes it.
 * @throws UnsafePlace, and what the file system throws
 */
export function openPrivateFile(path: string, flags: number, uid: number | undefined): number {
  const opened = openTrustedFile(path, ruleFor(uid), flags);
  if ('reason' in opened) throw unsafe(path, opened);
  return opened.descriptor;
}

/**
 * Undefined when there is no such file.
 * @throws UnsafePlace, and what the file system throws
 */
export function readPrivateFile(
  path: string,
  uid: number | undefined,
  maxBytes?: number,
): Buffer | undefined {
  const read = readTrustedFile(path, { ...ruleFor(uid), ...(maxBytes !== undefined && { maxBytes }) });
  if ('content' in read) return read.content;
  if (read.reason === 'missing' || (read.reason === 'too-large' && maxBytes !== undefined)) return undefined;
  throw unsafe(path, read);
}

function ruleFor(uid: number | undefined): TrustRule {
  return { uid, owner: 'user', closeToOthers: true, refuseLink: true, maxBytes: MAX_BYTES };
}

const FOREIGN = 'belongs to another user. Move it away, or give it back to yourself with chown.';

function unsafe(path: string, distrust: Distrust): unknown {
  switch (distrust.reason) {
    case 'missing':
    case 'unreadable':
      return distrust.error;
    case 'link':
      return new UnsafePlace(`${path} is a link. Remove it; it does not belong there.`);
    case 'owner':
      return new UnsafePlace(`${path} ${FOREIGN}`);
    case 'too-large':
      return new UnsafePlace(`${path} is larger than 2 GiB. Move it away.`);
    default:
      return new UnsafePlace(`${path} is no file. Move it away.`);
  }
}

/**
 * Readers see the old or the new text, also after a power cut. The caller, of this process id, holds the lock of the
 * folder, so that drafts of others in it were left by processes that were killed.
 */
export function replaceFile(path: string, text: string, processId: number): void {
  removeDrafts(dirname(path), /\.(\d+)\.tmp$/, processId);
  replaceThrough(`${path}.${processId}.tmp`, path, text, { mode: 0o600 });
}

/** What a file is given besides its content; `owner` only where it is another than that of this process. */
export type FileFacts = { mode: number; owner?: { uid: number; gid: number } };

/** Writes the whole content into a temporary file beside `path`, to the disk, and puts that in its place at once. */
export function replaceThrough(
  temporary: string,
  path: string,
  content: string | Buffer,
  facts: FileFacts,
): void {
  writeNewFile(temporary, content, facts);
  try {
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A file that was not there before, whole and on the disk, or none. @throws what the file system throws; EEXIST */
export function writeNewFile(path: string, content: string | Buffer, { mode, owner }: FileFacts): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    // A full disk may take a part of the content without an error; this goes on until the rest fails.
    writeFileSync(descriptor, content);
    if (owner !== undefined) fchownSync(descriptor, owner.uid, owner.gid);
    if (mode !== 0o600) fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Those of a process that runs stay: it may be one of another lock.
 * @param drafts names of drafts, with the id of the process as the first group
 */
export function removeDrafts(folder: string, drafts: RegExp, processId: number): void {
  for (const name of readdirSync(folder)) {
    const drafter = Number(drafts.exec(name)?.[1] ?? Number.NaN);
    if (drafter === processId || (drafter > 0 && !isRunning(drafter))) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

/** A new or renamed entry survives a power cut only when its folder was written too; Windows cannot open folders. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // File systems that cannot sync a folder keep its entries by themselves.
  } finally {
    closeSync(descriptor);
  }
}
