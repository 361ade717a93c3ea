/** The key file: who may own it, who may read it, and the two forms its text may have. */
import { parseEnv } from 'node:util';
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';
import { CredentialError } from './credential-error.ts';
import { parseKey } from './key-shape.ts';
import { type NamedKeys, readNamedKeys, VARIABLE_OF_CLASS } from './named-keys.ts';

/** Generous for a handful of lines; a larger file is not a key file. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads keys from a file of dotenv lines (the four names of the official SDK) or of one bare key.
 * @param uid the user's id on POSIX, undefined on Windows, where files carry no such mode
 * @throws CredentialError `key_file_unreadable`, `key_file_mode`, `malformed_key`
 */
export function readKeyFile(path: string, uid: number | undefined): NamedKeys {
  // A key typed where the path belongs must not come back in an error.
  const shown = /(^|[\\/])sk-/.test(path) ? '[something that looks like a key]' : path;
  const read = readTrustedFile(path, { uid, owner: 'user', forbiddenMode: 0o077, maxBytes: MAX_BYTES });
  if ('reason' in read) throw untrusted(shown, read);
  const text = read.content.toString('utf8');
  const where = `the key file ${shown}`;
  if (!/^\s*(export\s+)?[A-Za-z_]\w*\s*=/m.test(text)) {
    const { secret, keyClass } = parseKey(text, where);
    return { [keyClass]: { secret, origin: where } };
  }
  const keys = readNamedKeys(parseEnv(text), where);
  if (keys.admin || keys.project) return keys;
  throw new CredentialError(
    'key_file_unreadable',
    `There is no key in ${where}. Write a line ${VARIABLE_OF_CLASS.admin}=… or ${VARIABLE_OF_CLASS.project}=…, or the bare key alone.`,
  );
}

function untrusted(shown: string, distrust: Distrust): CredentialError {
  switch (distrust.reason) {
    case 'owner':
      return new CredentialError(
        'key_file_mode',
        `The key file ${shown} belongs to another user and is not read. Make a copy of your own: install -m 600 ${shown} NEW_PATH`,
      );
    case 'mode':
      return new CredentialError(
        'key_file_mode',
        `The key file ${shown} can be read or written by other users (mode ${distrust.mode.toString(8)}) and is not read. Run: chmod 600 ${shown}`,
      );
    case 'missing':
    case 'unreadable': {
      const why = distrust.reason === 'missing' ? 'does not exist' : `cannot be read (${distrust.code})`;
      return new CredentialError(
        'key_file_unreadable',
        `The key file ${shown} ${why}. Check the path given by --key-file.`,
        // The error itself would repeat the path.
        new Error(distrust.code),
      );
    }
    default:
      return new CredentialError(
        'key_file_unreadable',
        `The key file ${shown} is not an ordinary file of at most 64 kB. Give the path of a text file with a key in it.`,
      );
  }
}
