/** One lock for several processes: a file that names its owner, taken over when that process is gone. */
import { linkSync, lstatSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isGone, type LockOwner, ownerText, parseOwner, thisOwner } from './lock-owner.ts';
import { readTrustedFile } from './trusted-file.ts';

const PATIENCE_MILLISECONDS = 10_000;
const MAX_PAUSE_MILLISECONDS = 10;

/** A lock that names nobody for this long was left behind by a power cut. */
const OWNERLESS_MILLISECONDS = 5_000;

/** Far more than a process id, its start, a host and a few letters. */
const MAX_OWNER_BYTES = 4_096;

/** Somebody else held the lock all the time; `owner` is the process id, if known. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';
  readonly path: string;
  readonly owner: number | undefined;

  constructor(path: string, owner: number | undefined) {
    super(`${path} is held by ${owner === undefined ? 'another process' : `process ${owner}`}`);
    this.path = path;
    this.owner = owner;
  }
}

/** Callers of this process queue up here, so that only one of them has to find the file free. */
const queues = new Map<string, Promise<unknown>>();

/** Longer than any queue of short actions; whoever locks again inside a lock is told after it. */
const QUEUE_PATIENCE_MILLISECONDS = 60_000;

/**
 * Runs `action` with the lock held; one at a time, in this process and across processes. Not reentrant.
 * @param options.uid the user's id on POSIX; undefined on Windows
 * @throws LockBusy after ten seconds at the head of the queue, or a minute in it; what the file system throws;
 *   what `action` throws
 */
export async function withLock<T>(
  path: string,
  action: () => T | Promise<T>,
  { uid }: { uid: number | undefined },
): Promise<T> {
  const before = queues.get(path);
  const turn = (async () => {
    if (before !== undefined && !(await isOverInTime(before))) throw new LockBusy(path, process.pid);
    return holding(path, action, uid);
  })();
  const over = turn.then(
    () => undefined,
    () => undefined,
  );
  queues.set(path, over);
  try {
    return await turn;
  } finally {
    if (queues.get(path) === over) queues.delete(path);
  }
}

async function isOverInTime(turn: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  const tooLate = delay(QUEUE_PATIENCE_MILLISECONDS, false, { signal: stop.signal });
  try {
    return await Promise.race([turn.then(() => true), tooLate]);
  } finally {
    stop.abort();
  }
}

async function holding<T>(path: string, action: () => T | Promise<T>, uid: number | undefined): Promise<T> {
  const owner = thisOwner();
  await acquire(path, owner, uid);
  try {
    return await action();
  } finally {
    // Whoever deleted the lock by hand has let somebody else in: theirs stays.
    if (ownerOf(path)?.holding === owner.holding) remove(path);
  }
}

async function acquire(path: string, owner: LockOwner, uid: number | undefined): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  let ownerless: { file: string; since: number } | undefined;
  for (;;) {
    try {
      if (take(path, owner)) return;
      const other = ownerOf(path);
      const file = other === undefined ? fileAt(path) : undefined;
      if (file !== ownerless?.file) ownerless = file ? { file, since: performance.now() } : undefined;
      if (other !== undefined && isGone(other, path)) removeAbandoned(path, other.holding);
      else if (ownerless && performance.now() - ownerless.since > OWNERLESS_MILLISECONDS) {
        removeAbandoned(path, ownerless.file);
      } else if (performance.now() > deadline) throw new LockBusy(path, other?.processId);
    } catch (error) {
      if (!isBeingRemoved(error, uid) || performance.now() > deadline) throw error;
    }
    await delay(1 + Math.random() * MAX_PAUSE_MILLISECONDS);
  }
}

/** The file appears with its owner in it or not at all, and never in place of another, a planted link included. */
function take(path: string, owner: LockOwner): boolean {
  if (fileAt(path) !== undefined) return false;
  const draft = `${path}.${owner.holding}`;
  try {
    writeFileSync(draft, ownerText(owner), { flag: 'wx', mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      // Some network and memory-card file systems have no hard links.
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
      writeFileSync(path, ownerText(owner), { flag: 'wx', mode: 0o600 });
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Of several that saw the dead owner only one may remove its lock, since a later one would remove the lock that
 * somebody has taken in the meantime. The right to do so is a lock of its own for just this holding.
 */
function removeAbandoned(path: string, holding: string): void {
  const claim = `${path}.${holding}.gone`;
  if (!take(claim, thisOwner())) {
    const other = ownerOf(claim);
    if (other !== undefined && isGone(other, claim)) removeAbandoned(claim, other.holding);
    return;
  }
  try {
    if ((ownerOf(path)?.holding ?? fileAt(path)) === holding) remove(path);
  } finally {
    remove(claim);
  }
}

function ownerOf(path: string): LockOwner | undefined {
  const read = readTrustedFile(path, { uid: undefined, maxBytes: MAX_OWNER_BYTES });
  // Else it was released in the meantime, or is something that never was a lock.
  return 'content' in read ? parseOwner(read.content.toString('utf8')) : undefined;
}

/** Tells one file at a path from a later one; undefined when there is none. */
function fileAt(path: string): string | undefined {
  const file = lstatSync(path, { throwIfNoEntry: false });
  return file && `${file.ino}-${Math.trunc(file.ctimeMs)}`;
}

/** On Windows a virus scanner may have the file open for a moment. */
function remove(path: string): void {
  rmSync(path, { force: true, maxRetries: 10, retryDelay: 20 });
}

/** Windows refuses a name whose file is deleted but still open somewhere; soon it is free. */
function isBeingRemoved(error: unknown, uid: number | undefined): boolean {
  return uid === undefined && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
