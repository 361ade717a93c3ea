// Owns changes to the index: one at a time across processes, and never a half-written file.
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CredentialError } from './credential-error.ts';
import { type KeyIndex, readIndex } from './key-index.ts';

const patienceMilliseconds = 10_000;
const pauseMilliseconds = 50;

/**
 * Runs `change` with the index locked, so that the keychain and the index change together, and writes what it
 * returns. Nothing is written when it throws, or returns the index it was given.
 * @param checkMode true on POSIX
 * @throws CredentialError `index_busy`, `index_unreadable`, `index_unwritable`, and whatever `change` throws
 */
export async function updateIndex(
  path: string,
  checkMode: boolean,
  change: (index: KeyIndex) => Promise<KeyIndex>,
): Promise<void> {
  const folder = dirname(path);
  writing(path, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (checkMode) chmodSync(folder, 0o700);
  });
  const unlock = await lock(`${path}.lock`, path);
  try {
    const before = readIndex(path, checkMode);
    const after = await change(before);
    if (after !== before) {
      writing(path, () => writeAtomically(path, `${JSON.stringify(after, undefined, 2)}\n`));
    }
  } finally {
    unlock();
  }
}

function writing(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new CredentialError(
      'index_unwritable',
      `The list of stored keys, ${path}, cannot be written (${code}), so nothing was changed. Make the folder writable for you and free some space, then run this again.`,
      error,
    );
  }
}

/** `wx` neither follows a planted link nor reuses a file; the rename shows readers the old or the new text. */
function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The lock is a file with the owner's process id, so that one left behind by a crash can be told and removed. */
async function lock(lockPath: string, path: string): Promise<() => void> {
  for (let waited = 0; ; waited += pauseMilliseconds) {
    let taken = false;
    writing(path, () => {
      taken = takeLock(lockPath);
    });
    if (taken) return () => rmSync(lockPath, { force: true });
    const owner = lockOwner(lockPath);
    if (owner !== undefined && !isRunning(owner)) rmSync(lockPath, { force: true });
    else if (waited < patienceMilliseconds) await delay(pauseMilliseconds);
    else {
      const who = owner === undefined ? '' : ` (process ${owner})`;
      throw new CredentialError(
        'index_busy',
        `Another "openai-admin-mcp auth" command is at work${who}. Finish it and run this again; if there is none, delete ${lockPath}`,
      );
    }
  }
}

function takeLock(lockPath: string): boolean {
  try {
    const descriptor = openSync(lockPath, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function lockOwner(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined; // released in the meantime, or being written just now
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
