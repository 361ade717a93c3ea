/** Reading a file that decides which programs run, which therefore nobody but its owner may be able to write. */
import { dirname } from 'node:path';
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';
import { SettingsError } from '../settings/settings-error.ts';

const MAX_BYTES = 256 * 1024;

/**
 * The text, or undefined when there is no such file.
 * @param uid the user's id on POSIX; undefined where files carry no owner and mode
 * @param asked what starts a message
 * @throws SettingsError
 */
export function readGuardedFile(path: string, uid: number | undefined, asked: string): string | undefined {
  const rule = { uid, owner: 'user', forbiddenMode: 0o022, checkFolder: true, maxBytes: MAX_BYTES } as const;
  const read = readTrustedFile(path, rule);
  if ('content' in read) return read.content.toString('utf8');
  if (read.reason === 'missing') return undefined;
  throw new SettingsError([`${asked}: ${path} ${describe(read, path)}`]);
}

function describe(distrust: Distrust, path: string): string {
  switch (distrust.reason) {
    case 'unreadable':
      return `cannot be read (${distrust.code}). Make it readable for you.`;
    case 'owner':
    case 'folder-owner':
      return 'or its folder belongs to another user. Make a copy of your own.';
    case 'mode':
      return `can be written by other users. Check what it says, then run: chmod 600 ${JSON.stringify(path)}`;
    case 'folder-mode':
      return `lies where other users can write. Check what it says, then run: chmod 700 ${JSON.stringify(dirname(path))}`;
    default:
      return 'is not an ordinary file of at most 256 kB.';
  }
}
