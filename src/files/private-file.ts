/** Owns files and folders that only their owner may read: made so, replaced whole, never through a planted link. */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A place that somebody else may write or own; `message` says which and what to do. */
export class UnsafePlace extends Error {
  override readonly name = 'UnsafePlace';
}

/** Makes the folder, and its parents, for its owner alone. `setMode` is false where folders carry no mode (Windows). */
export function makePrivateFolder(folder: string, setMode: boolean): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (setMode) chmodSync(folder, 0o700);
}

/**
 * The same for a folder whose content is trusted: refused when it is another user's, or a link to where others write.
 * @throws UnsafePlace, and what the file system throws
 */
export function makeOwnFolder(folder: string, setMode: boolean): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!setMode) return;
  const target = statSync(folder);
  if (!isOwn(target)) {
    throw new UnsafePlace(
      `${folder} belongs to another user. Move it away, or give it back to yourself with chown.`,
    );
  }
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
export function openPrivateFile(path: string, flags: number): number {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') {
      throw new UnsafePlace(`${path} is a link. Remove it; it does not belong there.`);
    }
    throw error;
  }
  try {
    const file = fstatSync(descriptor);
    if (!file.isFile()) throw new UnsafePlace(`${path} is no file. Move it away.`);
    if (!isOwn(file)) {
      throw new UnsafePlace(
        `${path} belongs to another user. Move it away, or give it back to yourself with chown.`,
      );
    }
    if (process.getuid !== undefined && (file.mode & 0o077) !== 0) fchmodSync(descriptor, 0o600);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * Undefined when there is no such file.
 * @throws UnsafePlace, and what the file system throws
 */
export function readPrivateFile(path: string): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openPrivateFile(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Readers see the old or the new text, also after a power cut. The caller holds a lock. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    // A full disk may take a part of the text without an error; this goes on until the rest fails.
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  try {
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
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

function isOwn(file: Stats): boolean {
  return process.getuid === undefined || file.uid === process.getuid();
}
