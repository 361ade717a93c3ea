/** Owns reading a file that decides which programs run, which therefore nobody but its owner may be able to write. */
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SettingsError } from '../settings/settings-error.ts';

const LARGEST_BYTES = 256 * 1024;

/**
 * The text, or undefined when there is no such file. The checks look at the opened file, not at its name.
 * @param uid the user's id on POSIX; undefined where files carry no owner and mode
 * @param asked what starts a message
 * @throws SettingsError
 */
export function readGuardedFile(path: string, uid: number | undefined, asked: string): string | undefined {
  const refuse = (why: string) => new SettingsError([`${asked}: ${path} ${why}`]);
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer and hold up the whole start.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const file = fstatSync(descriptor);
    if (!file.isFile() || file.size > LARGEST_BYTES)
      throw refuse('is not an ordinary file of at most 256 kB.');
    if (uid !== undefined) {
      const folder = statSync(dirname(path));
      if (file.uid !== uid || folder.uid !== uid) {
        throw refuse('or its folder belongs to another user. Make a copy of your own.');
      }
      if ((file.mode & 0o022) !== 0) {
        throw refuse(
          `can be written by other users. Check what it says, then run: chmod 600 ${JSON.stringify(path)}`,
        );
      }
      if ((folder.mode & 0o022) !== 0) {
        throw refuse(
          `lies where other users can write. Check what it says, then run: chmod 700 ${JSON.stringify(dirname(path))}`,
        );
      }
    }
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return undefined;
    throw refuse(`cannot be read (${code}). Make it readable for you.`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
