/** Changes to the index: one at a time across processes, and never a half-written file. */
import { dirname } from 'node:path';
import { LockBusy, type Locker, withLock } from '../files/file-lock.ts';
import { makePrivateFolder, replaceFile, UnsafePlace } from '../files/private-file.ts';
import { codeOf } from '../model/error-code.ts';
import { redact } from '../redaction/redact.ts';
import { CredentialError } from './credential-error.ts';
import { type KeyIndex, readIndex } from './key-index.ts';

/** The index on disk, and who changes it. */
export type IndexFile = { path: string; locker: Locker };

/**
 * Runs `change` with the index locked, so that the keychain and the index change together, and writes what it
 * returns. Nothing is written when it throws, or returns the index it was given.
 * @throws CredentialError `index_busy`, `index_unreadable`, `index_unwritable`, and whatever `change` throws
 */
export async function updateIndex(
  { path, locker }: IndexFile,
  change: (index: KeyIndex) => Promise<KeyIndex>,
): Promise<void> {
  const { uid, runtime } = locker;
  writing(path, () => makePrivateFolder(dirname(path), uid));
  const lockPath = `${path}.lock`;
  try {
    await withLock(
      lockPath,
      async () => {
        const before = readIndex(path, uid);
        const after = await change(before);
        if (after !== before)
          writing(path, () => {
            const text = withoutSecrets(`${JSON.stringify(after, undefined, 2)}\n`);
            replaceFile(path, text, runtime.processId);
          });
      },
      locker,
    );
  } catch (error) {
    if (error instanceof LockBusy) throw busy(error, lockPath);
    if (error instanceof UnsafePlace) throw new CredentialError('index_unwritable', error.message, error);
    if (error instanceof Error && 'path' in error && error.path === lockPath) throw unwritable(path, error);
    throw error;
  }
}

/** The names in it come from OpenAI; a key among them would lie in the open. */
function withoutSecrets(text: string): string {
  const clean = redact(text);
  if (clean === undefined) throw new Error('a secret could not be taken out of the index');
  return clean;
}

function busy({ owner }: LockBusy, lockPath: string): CredentialError {
  const who = owner === undefined ? '' : ` (process ${owner})`;
  return new CredentialError(
    'index_busy',
    `Another "auth" command of this program is at work${who}. Finish it and run this again; if there is none, delete ${lockPath}`,
  );
}

function writing(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): CredentialError {
  const code = codeOf(error) ?? 'unknown error';
  return new CredentialError(
    'index_unwritable',
    `The list of stored keys, ${path}, cannot be written (${code}), so nothing was changed. Make the folder writable for you and free some space, then run this again.`,
    error,
  );
}
