/** One lock for several processes: a file that names its owner, taken over when that process is gone. */
import { linkSync, lstatSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';
import { isGone, type LockOwner, ownerText, parseOwner, thisOwner } from './lock-owner.ts';
import { readTrustedFile } from './trusted-file.ts';

/** Who locks, and how long it waits if not as long as others. `uid` is the user's id on POSIX; undefined on Windows. */
export type Locker = { uid: number | undefined; runtime: Runtime; patience?: LockPatience };

/** In milliseconds. */
export type LockPatience = {
  /** For another process, at the head of the queue. */
  head: number;
  /** In the queue of this process. */
  queue: number;
  /** Before a lock that names nobody counts as left behind by a power cut. */
  ownerless: number;
};

/** A minute is longer than any queue of short actions; whoever locks again inside a lock is told after it. */
const PATIENCE: LockPatience = { head: 10_000, queue: 60_000, ownerless: 5_000 };

const MAX_PAUSE_MILLISECONDS = 10;

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

/**
 * Runs `action` with the lock held; one at a time, in this process and across processes. Not reentrant.
 * @throws LockBusy when patience ends; what the file system throws; what `action` throws
 */
export async function withLock<T>(path: string, action: () => T | Promise<T>, locker: Locker): Promise<T> {
  const { runtime, patience = PATIENCE } = locker;
  const before = queues.get(path);
  const turn = (async () => {
    if (before !== undefined && !(await isOverWithin(before, patience.queue))) {
      throw new LockBusy(path, runtime.processId);
    }
    return holding(path, action, locker);
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

async function isOverWithin(turn: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const stop = new AbortController();
  const tooLate = delay(milliseconds, false, { signal: stop.signal });
  try {
    return await Promise.race([turn.then(() => true), tooLate]);
  } finally {
    stop.abort();
  }
}

async function holding<T>(path: string, action: () => T | Promise<T>, locker: Locker): Promise<T> {
  const owner = thisOwner(locker.runtime);
  await acquire(path, owner, locker);
  try {
    return await action();
  } finally {
    // Whoever deleted the lock by hand has let somebody else in: theirs stays.
    if (ownerOf(path)?.holding === owner.holding) remove(path);
  }
}

async function acquire(
  path: string,
  owner: LockOwner,
  { uid, runtime, patience = PATIENCE }: Locker,
): Promise<void> {
  const { monotonic, random } = runtime;
  const deadline = monotonic() + patience.head;
  let ownerless: { file: string; since: number } | undefined;
  for (;;) {
    try {
      if (take(path, owner)) return;
      const other = ownerOf(path);
      const file = other === undefined ? fileAt(path) : undefined;
      if (file !== ownerless?.file) ownerless = file ? { file, since: monotonic() } : undefined;
      if (other !== undefined && isGone(other, path, runtime)) removeAbandoned(path, other.holding, runtime);
      else if (ownerless && monotonic() - ownerless.since > patience.ownerless) {
        removeAbandoned(path, ownerless.file, runtime);
      } else if (monotonic() > deadline) throw new LockBusy(path, other?.processId);
    } catch (error) {
      if (!isBeingRemoved(error, uid) || monotonic() > deadline) throw error;
    }
    await delay(1 + random() * MAX_PAUSE_MILLISECONDS);
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
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
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
function removeAbandoned(path: string, holding: string, runtime: Runtime): void {
  const claim = `${path}.${holding}.gone`;
  if (!take(claim, thisOwner(runtime))) {
    const other = ownerOf(claim);
    if (other !== undefined && isGone(other, claim, runtime)) removeAbandoned(claim, other.holding, runtime);
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
  return uid === undefined && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
}
