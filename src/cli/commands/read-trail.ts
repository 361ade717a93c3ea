/** Reading the audit trail for a person: all of its files, the head and the key, or why they cannot be read. */
import { join } from 'node:path';
import { HEAD_FILE, trailFileNames } from '../../audit/trail-files.ts';
import { describeFileError } from '../../files/describe-file-error.ts';
import { readPrivateFile } from '../../files/private-file.ts';
import { stateFolder } from '../../host/application-folders.ts';
import { EXIT } from '../../host/exit-code.ts';
import { SEAL_FILE } from '../../state/seal.ts';
import type { ProcessContext } from '../process-context.ts';

const MAX_TRIES = 100;

/** `head` and `key` are what their files hold; undefined when they are missing. Of each file, how long it is. */
export type ReadTrail = {
  trail: Buffer;
  files: { name: string; bytes: number }[];
  head: string | undefined;
  key: string | undefined;
};

/** The file that a line of the whole begins in, and which line of that file it is. */
export function placeOfLine({ trail, files }: ReadTrail, line: number): string | undefined {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = trail.indexOf(0x0a, start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  let begin = 0;
  for (const { name, bytes } of files) {
    if (start < begin + bytes) {
      const own = trail.subarray(begin, start).filter((byte) => byte === 0x0a).length + 1;
      return `line ${own} of ${name}`;
    }
    begin += bytes;
  }
  return undefined;
}

/** `none yet`, or `unreadable`, which the person was told with what to do. */
export function readTrail(context: ProcessContext): ReadTrail | 'none yet' | 'unreadable' {
  const folder = stateFolder(context.host);
  try {
    const found = readAll(folder, context.host.uid);
    return found.trail.length === 0 && found.head === undefined ? 'none yet' : found;
  } catch (error) {
    const why = describeFileError(error, folder) ?? (error instanceof Error ? error.message : String(error));
    context.stderr.write(`The audit trail cannot be read: ${why}\n`);
    context.setExitCode(EXIT.refused);
    return 'unreadable';
  }
}

export function tellNoneYet({ stderr, host }: ProcessContext): void {
  stderr.write(
    `There is no audit trail yet; the first write or refusal starts it in ${stateFolder(host)}.\n`,
  );
}

/** Without the lock, since a copy may lie where nothing can be written: read again when a server wrote just then. */
function readAll(folder: string, uid: number | undefined): ReadTrail {
  const read = (name: string) => readPrivateFile(join(folder, name), uid);
  const text = (name: string) => read(name)?.toString('utf8');
  for (let tries = 1; ; tries += 1) {
    const head = text(HEAD_FILE);
    const names = trailFileNames(folder);
    const parts = names.map((name) => read(name) ?? Buffer.alloc(0));
    const files = names.map((name, at) => ({ name, bytes: parts[at]?.length ?? 0 }));
    const trail = Buffer.concat(parts);
    const isSame = head === text(HEAD_FILE) && names.join() === trailFileNames(folder).join();
    if (tries === MAX_TRIES || isSame) return { trail, files, head, key: text(SEAL_FILE) };
  }
}
