/** One lock for several processes, in the order in which they ask: a file that names its owner, and tickets beside it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';
import { fileAt, ownerOf, release, removeAbandoned, sweep, take } from './lock-file.ts';
import { isGone, type LockOwner, thisOwner } from './lock-owner.ts';
import { enterQueue, isQueued, type Ticket } from './lock-queue.ts';

/** Who locks, and how long it waits if not as long as others. `uid` is the user's id on POSIX; undefined on Windows. */
export type Locker = { uid: number | undefined; runtime: Runtime; patience?: LockPatience };

/** In milliseconds. */
export type LockPatience = {
  /** While nothing moves: the same process holds the lock, and the same one is next. */
  head: number;
  /** In the queue of this process, for the one before, from when it has its turn. */
  queue: number;
  /** Before a lock that names nobody counts as left behind by a power cut. */
  ownerless: number;
};

/** A minute is longer than any queue of short actions; whoever locks again inside a lock is told after it. */
const PATIENCE: LockPatience = { head: 10_000, queue: 60_000, ownerless: 5_000 };

/** Whoever is next looks every millisecond, those behind more seldom: looking takes the time of the others. */
const PAUSE_MILLISECONDS = 3;
const MAX_PAUSE_MILLISECONDS = 60;

/** Who saw the lock held by the same so often waits for a slow action. */
const MANY_LOOKS = 50;
const LONG_PAUSE_MILLISECONDS = 5;

/** A process that was put to sleep at the head of the queue holds nobody up for longer. */
const MAX_ASLEEP_MILLISECONDS = 250;

/**
 * How often a process that had its turn may have the lock again before the next one: a write takes it four times
 * before it is sent, and to wake another process takes longer than all of them.
 */
const MORE_AT_ONCE = 3;
const moreAtOnce = new Map<string, number>();

/** Somebody else held the lock all the time; `owner` is the process id, if known. Of another machine's nobody can tell whether it still runs. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';
  readonly path: string;
  readonly owner: number | undefined;

  constructor(path: string, owner: Pick<LockOwner, 'processId' | 'host'> | undefined) {
    const who = owner === undefined ? 'another process' : `process ${owner.processId} of ${owner.host}`;
    super(`${path} is held by ${who}`);
    this.path = path;
    this.owner = owner?.processId;
  }
}

/** Callers of this process queue up here, so that only one of them has to find the file free. */
const queues = new Map<string, Turn>();

/** One caller's: `begun` when nobody of this process is before it, `over` when it has ended, well or badly. */
type Turn = { begun: Promise<void>; over: Promise<void> };

/**
 * Runs `action` with the lock held; one at a time, in this process and across processes. Not reentrant.
 * @throws LockBusy when patience ends; what the file system throws; what `action` throws
 */
export async function withLock<T>(path: string, action: () => T | Promise<T>, locker: Locker): Promise<T> {
  const { runtime, patience = PATIENCE } = locker;
  const before = queues.get(path);
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = (async () => {
    try {
      if (before !== undefined && !(await isOverWithin(before, patience.queue))) {
        throw new LockBusy(path, thisOwner(runtime));
      }
    } finally {
      begin();
    }
    return holding(path, action, locker);
  })();
  const ended = () => undefined;
  const turn: Turn = { begun, over: work.then(ended, ended) };
  queues.set(path, turn);
  try {
    return await work;
  } finally {
    if (queues.get(path) === turn) queues.delete(path);
  }
}

async function isOverWithin({ begun, over }: Turn, milliseconds: number): Promise<boolean> {
  await begun;
  const stop = new AbortController();
  const tooLate = delay(milliseconds, false, { signal: stop.signal });
  try {
    return await Promise.race([over.then(() => true), tooLate]);
  } finally {
    stop.abort();
  }
}

async function holding<T>(path: string, action: () => T | Promise<T>, locker: Locker): Promise<T> {
  const owner = thisOwner(locker.runtime);
  await acquire(path, owner, locker);
  try {
    sweep(path, locker.runtime);
    return await action();
  } finally {
    release(path, owner);
  }
}

async function acquire(path: string, owner: LockOwner, locker: Locker): Promise<void> {
  const more = moreAtOnce.get(path) ?? 0;
  if ((more > 0 || !isQueued(path)) && takeIfFree(path, owner, locker)) {
    moreAtOnce.set(path, more - 1);
    return;
  }
  const ticket = enterQueue(path, owner, locker.runtime);
  try {
    await waitForTurn(path, owner, ticket, locker);
    moreAtOnce.set(path, MORE_AT_ONCE);
  } finally {
    ticket.leave();
  }
}

async function waitForTurn(path: string, owner: LockOwner, ticket: Ticket, locker: Locker): Promise<void> {
  const { runtime, patience = PATIENCE } = locker;
  const { monotonic, random } = runtime;
  let next = { ticket: '', since: monotonic() };
  let lock = { file: '', since: monotonic(), looks: 0 };
  for (;;) {
    const ahead = ticket.ahead();
    const [first = ''] = ahead;
    if (first !== next.ticket) next = { ticket: first, since: monotonic() };
    // Those behind look at no more than the queue, as long as it moves.
    if (first === '' || monotonic() - next.since > MAX_ASLEEP_MILLISECONDS) {
      const file = fileAt(path);
      if (file === undefined && takeIfFree(path, owner, locker)) return;
      lock =
        file === lock.file
          ? { ...lock, looks: lock.looks + 1 }
          : { file: file ?? '', since: monotonic(), looks: 0 };
      const unchanged = monotonic() - lock.since;
      const isHeld = file !== undefined && lock.looks > 0;
      if (isHeld && !removeIfAbandoned(path, file, unchanged, locker) && unchanged > patience.head) {
        throw new LockBusy(path, ownerOf(path));
      }
    }
    const pause = lock.looks > MANY_LOOKS ? LONG_PAUSE_MILLISECONDS : ahead.length * PAUSE_MILLISECONDS;
    await delay(1 + Math.min(pause, MAX_PAUSE_MILLISECONDS) * (0.5 + random()));
  }
}

/** Whether it was removed, so that a look at once is worth it. */
function removeIfAbandoned(
  path: string,
  file: string,
  unchanged: number,
  { runtime, patience = PATIENCE }: Locker,
): boolean {
  const other = ownerOf(path);
  if (other === undefined && unchanged <= patience.ownerless) return false;
  if (other !== undefined && !isGone(other, path, runtime)) return false;
  removeAbandoned(path, other?.holding ?? file, runtime);
  return true;
}

/** Windows refuses a name whose file is deleted but still open somewhere; soon it is free. */
function takeIfFree(path: string, owner: LockOwner, { uid }: Locker): boolean {
  try {
    return take(path, owner);
  } catch (error) {
    if (uid === undefined && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}
