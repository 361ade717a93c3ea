/** Reading the policy of a machine from disk: only one that an administrator alone can change counts, and none that is there is passed over. */
import { existsSync, lstatSync } from 'node:fs';
import { dirname, posix, win32 } from 'node:path';
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';

const FILE = 'policy.yaml';
const MAX_BYTES = 256 * 1024;

/**
 * The text, undefined where there is no such file, or a sentence about what is wrong with the file.
 * @param folder the administrator's
 * @param uid the administrator's id on POSIX; undefined where files carry no owner and mode (Windows)
 */
export function readMachinePolicy(
  folder: string,
  uid: number | undefined,
): { path: string; text: string } | { problem: string } | undefined {
  const path = (folder.startsWith('/') ? posix : win32).join(folder, FILE);
  const rule = { uid, owner: 'user', forbiddenMode: 0o022, checkFolder: true, refuseLink: true } as const;
  const read = readTrustedFile(path, { ...rule, maxBytes: MAX_BYTES });
  if ('content' in read) return { path, text: read.content.toString('utf8') };
  if (read.reason === 'missing' && !leadsNowhere(folder)) return undefined;
  return {
    problem: `${path}, the policy of this machine, ${describe(read, path)} Until an administrator mends or removes it, nothing starts.`,
  };
}

/** An administrator put something there, and what it names is gone. */
function leadsNowhere(folder: string): boolean {
  const place = lstatSync(folder, { throwIfNoEntry: false });
  return place?.isSymbolicLink() === true && !existsSync(folder);
}

function describe(distrust: Distrust, path: string): string {
  const [file, folder] = [JSON.stringify(path), JSON.stringify(dirname(path))];
  switch (distrust.reason) {
    case 'unreadable':
      return `cannot be read (${distrust.code}); everybody has to be able to: chmod 755 ${folder} && chmod 644 ${file}.`;
    case 'owner':
      return `does not belong to an administrator, so anybody may have written it; check it, then: chown 0 ${file}.`;
    case 'folder-owner':
      return `lies in a folder that does not belong to an administrator; check it, then: chown 0 ${folder}.`;
    case 'mode':
      return `can be written by others than an administrator; check it, then: chmod 644 ${file}.`;
    case 'folder-mode':
      return `lies in a folder where others than an administrator can write; check it, then: chmod 755 ${folder}.`;
    case 'missing':
      return `cannot be found: ${folder} is a link that leads nowhere.`;
    case 'link':
      return 'is a link, behind which another file may come and go; put the file itself there.';
    default:
      return 'is not an ordinary file of at most 256 kB.';
  }
}
