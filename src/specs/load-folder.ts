/** A folder of spec files on disk, as a catalogue. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeDistrust } from '../files/describe-distrust.ts';
import { readTrustedFile } from '../files/trusted-file.ts';
import type { Catalogue } from './catalogue.ts';
import { parseSpecs, type SpecFile } from './parse-specs.ts';
import { SpecError, type SpecMistake } from './spec-error.ts';

/** Far more than a family of tools that a person can oversee. */
const MAX_BYTES = 1024 * 1024;
const WORDS = { holds: 'tools', most: '1 MB', instead: 'put a file of YAML there, or take it away' } as const;

/**
 * Reads every `.yaml` file of a folder, in the order of their names.
 * @param uid the user's id on POSIX, whose files they must be; undefined looks at no owner and no mode
 * @param policy of the machine, for which the files have to be an administrator's
 * @throws SpecError for mistakes in them and for files that are none, and the file system's own error for a folder
 * that cannot be read
 */
export function loadSpecFolder(
  folder: string,
  uid: number | undefined,
  builtIn?: Catalogue,
  policy?: string,
): Catalogue {
  const rule = { uid, owner: 'user-or-root', forbiddenMode: 0o022, maxBytes: MAX_BYTES } as const;
  const files: SpecFile[] = [];
  const mistakes: SpecMistake[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  for (const name of names.sort()) {
    const file = `${basename(folder)}/${name}`;
    const read = readTrustedFile(join(folder, name), rule);
    if ('content' in read) files.push({ name: file, text: read.content.toString('utf8') });
    else {
      const isUsers = policy !== undefined && read.reason === 'owner';
      const message = isUsers ? usersOwn(policy) : describeDistrust(read, join(folder, name), WORDS);
      mistakes.push({ file, line: 1, column: 1, message });
    }
  }
  if (mistakes.length > 0) throw new SpecError(mistakes);
  return parseSpecs(files, builtIn);
}

function usersOwn(policy: string): string {
  return `belongs to a user, who could do by another name what the policy of this machine (${policy}) denies; start without --tool-specs, or ask an administrator to own the file`;
}
