/** The one folder that servers and terminals of a user share: audit trail, plans, journal, write budget. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Locker, withLock } from '../files/file-lock.ts';
import { makeOwnFolder, openPrivateFile, readPrivateFile, replaceFile } from '../files/private-file.ts';

export type StateInputs = {
  path: string;
  locker: Locker;
  /** Takes secrets out of a text before it is written. */
  clean(text: string): string;
};

/** The folder as the parts that keep something in it see it. Names are relative and may hold one folder. */
export type StateFolder = {
  path: string;
  /**
   * Absolute path of `name`; its folder exists afterwards, 0700.
   * @throws UnsafePlace when the folder is another user's, or a link to where others write
   */
  file(name: string): string;
  /**
   * Undefined when there is no such file, or one of more than `maxBytes`.
   * @throws UnsafePlace when it is a link or another user's
   */
  read(name: string, maxBytes?: number): string | undefined;
  /**
   * Opens a file to be kept open, `flags` as for open(2); the caller closes it.
   * @throws UnsafePlace, what the file system throws
   */
  open(name: string, flags: number): number;
  /** Replaces the file whole, without the secrets that the filter knows. Hold the lock. */
  write(name: string, text: string): void;
  /** Nothing happens when there is no such file. */
  remove(name: string): void;
  clean(text: string): string;
  /**
   * Runs `action` while no other process does anything under the lock (of this name). Not reentrant.
   * @throws LockBusy, UnsafePlace, what the file system throws, what `action` throws
   */
  locked<T>(action: () => T | Promise<T>, name?: string): Promise<T>;
};

/** Nothing is created before the first `file`, `write` or `locked`. */
export function openStateFolder({ path, locker, clean }: StateInputs): StateFolder {
  const { uid, runtime } = locker;
  const place = (name: string) => join(path, name);
  const file = (name: string) => {
    makeOwnFolder(path, uid);
    const target = place(name);
    const folder = join(target, '..');
    if (folder !== path) makeOwnFolder(folder, uid);
    return target;
  };
  return {
    path,
    file,
    clean,
    read: (name, maxBytes) => readPrivateFile(place(name), uid, maxBytes)?.toString('utf8'),
    open: (name, flags) => openPrivateFile(file(name), flags, uid),
    write: (name, text) => replaceFile(file(name), clean(text), runtime.processId),
    remove: (name) => rmSync(place(name), { force: true }),
    locked: async (action, name = 'lock') => withLock(file(name), action, locker),
  };
}
