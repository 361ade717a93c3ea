/** Owns the one folder that servers and terminals of a user share: audit trail, plans, journal, write budget. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../files/file-lock.ts';
import { makeOwnFolder, readPrivateFile, replaceFile } from '../files/private-file.ts';

export type StateInputs = {
  path: string;
  /** True where folders carry modes (not on Windows). */
  setMode: boolean;
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
   * Undefined when there is no such file.
   * @throws UnsafePlace when it is a link or another user's
   */
  read(name: string): string | undefined;
  /** Replaces the file whole, without the secrets that the filter knows. Hold the lock. */
  write(name: string, text: string): void;
  /** Nothing happens when there is no such file. */
  remove(name: string): void;
  clean(text: string): string;
  /**
   * Runs `action` while no other process does anything under the lock. Not reentrant.
   * @throws LockBusy, UnsafePlace, what the file system throws, what `action` throws
   */
  locked<T>(action: () => T | Promise<T>): Promise<T>;
};

/** Nothing is created before the first `file`, `write` or `locked`. */
export function openStateFolder({ path, setMode, clean }: StateInputs): StateFolder {
  const place = (name: string) => join(path, name);
  const file = (name: string) => {
    makeOwnFolder(path, setMode);
    const target = place(name);
    const folder = join(target, '..');
    if (folder !== path) makeOwnFolder(folder, setMode);
    return target;
  };
  return {
    path,
    file,
    clean,
    read: (name) => readPrivateFile(place(name))?.toString('utf8'),
    write: (name, text) => replaceFile(file(name), clean(text)),
    remove: (name) => rmSync(place(name), { force: true }),
    locked: async (action) => withLock(file('lock'), action),
  };
}
