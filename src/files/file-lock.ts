/** Owns one lock for several processes: a file with its owner's process id, taken over when that process is gone. */
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 10;

/** A lock without an owner's id is being written, or was left behind by a crash in just that moment. */
const OWNERLESS_MILLISECONDS = 5_000;

/** Somebody else held the lock all the time; `owner` is the process id, if known. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';
  readonly owner: number | undefined;

  constructor(path: string, owner: number | undefined) {
    super(`${path} is held by ${owner === undefined ? 'another process' : `process ${owner}`}`);
    this.owner = owner;
  }
}

/**
 * Runs `action` with the lock held; one at a time, in this process and across processes.
 * @throws LockBusy after ten seconds; what the file system throws; what `action` throws
 */
export async function withLock<T>(path: string, action: () => T | Promise<T>): Promise<T> {
  for (let waited = 0; !take(path); waited += PAUSE_MILLISECONDS) {
    if (waited >= PATIENCE_MILLISECONDS) throw new LockBusy(path, ownerOf(path));
    if (isAbandoned(path)) removeAbandoned(path);
    else await delay(PAUSE_MILLISECONDS);
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

/** `wx` neither follows a planted link nor takes what another process has. */
function take(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    try {
      writeSync(descriptor, String(process.pid));
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removing is itself locked: of two that saw the dead owner, the later would remove the earlier's new lock. */
function removeAbandoned(path: string): void {
  const removal = `${path}.removal`;
  if (!take(removal)) {
    if (isAbandoned(removal)) rmSync(removal, { force: true });
    return;
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true });
  } finally {
    rmSync(removal, { force: true });
  }
}

function isAbandoned(path: string): boolean {
  const owner = ownerOf(path);
  if (owner !== undefined) return !isRunning(owner);
  try {
    return performance.timeOrigin + performance.now() - statSync(path).mtimeMs > OWNERLESS_MILLISECONDS;
  } catch {
    return false; // released in the meantime
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined; // released in the meantime
  }
}

/** Whether a process exists; one of another user counts. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
