// Owns the key file: who may own it, who may read it, and the two forms its text may have.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CredentialError } from './credential-error.ts';
import { parseKey } from './key-shape.ts';
import { type NamedKeys, readNamedKeys, variableOfClass } from './named-keys.ts';

/** Generous for a handful of lines; a larger file is not a key file. */
const maximumBytes = 64 * 1024;

/**
 * Reads keys from a file of dotenv lines (the four names of the official SDK) or of one bare key.
 * @param uid the user's id on POSIX, undefined on Windows, where files carry no such mode
 * @throws CredentialError `key_file_unreadable`, `key_file_mode`, `malformed_key`
 */
export function readKeyFile(path: string, uid: number | undefined): NamedKeys {
  // A key typed where the path belongs must not come back in an error.
  const shown = /(^|[\\/])sk-/.test(path) ? '[something that looks like a key]' : path;
  const text = readPrivateFile(path, shown, uid);
  const where = `the key file ${shown}`;
  if (!/^\s*(export\s+)?[A-Za-z_]\w*\s*=/m.test(text)) {
    const { secret, keyClass } = parseKey(text, where);
    return { [keyClass]: { secret, origin: where } };
  }
  const keys = readNamedKeys(parseEnv(text), where);
  if (keys.admin || keys.project) return keys;
  throw new CredentialError(
    'key_file_unreadable',
    `There is no key in ${where}. Write a line ${variableOfClass.admin}=… or ${variableOfClass.project}=…, or the bare key alone.`,
  );
}

/** The checks look at the opened file, not at its name, so that it cannot be exchanged in between. */
function readPrivateFile(path: string, shown: string, uid: number | undefined): string {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer and hold up the whole start.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const file = fstatSync(descriptor);
    if (!file.isFile() || file.size > maximumBytes) {
      throw new CredentialError(
        'key_file_unreadable',
        `The key file ${shown} is not an ordinary file of at most 64 kB. Give the path of a text file with a key in it.`,
      );
    }
    if (uid !== undefined && file.uid !== uid) {
      throw new CredentialError(
        'key_file_mode',
        `The key file ${shown} belongs to another user and is not read. Make a copy of your own: install -m 600 ${shown} NEW_PATH`,
      );
    }
    if (uid !== undefined && (file.mode & 0o077) !== 0) {
      const mode = (file.mode & 0o777).toString(8);
      throw new CredentialError(
        'key_file_mode',
        `The key file ${shown} can be read or written by other users (mode ${mode}) and is not read. Run: chmod 600 ${shown}`,
      );
    }
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (error instanceof CredentialError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new CredentialError(
      'key_file_unreadable',
      `The key file ${shown} ${why}. Check the path given by --key-file.`,
      new Error(code),
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
