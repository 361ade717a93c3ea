/** The queue in front of a lock: whoever waits leaves a ticket, an empty file whose name says since when and who. */
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Runtime } from '../host/runtime.ts';
import { besides, remove, removeIfPossible } from './lock-file.ts';
import { isElsewhere, isGone, type LockOwner, nameWithOwner, ownerInName } from './lock-owner.ts';

/** Microseconds since 1970 until the year 2286. */
const TIME_DIGITS = 16;

/** Longer than any queue of short actions. */
const MAX_ELSEWHERE_MILLISECONDS = 60_000;

const TICKET = /^\.queue\.\d+\./;

export type Ticket = {
  /** Tickets of those that came before and may still run, the first first. */
  ahead(): string[];
  /** To be called once, when the lock is taken or nobody waits for it any more. */
  leave(): void;
};

/** Whether somebody waits. */
export function isQueued(path: string): boolean {
  return ticketsOf(path).length > 0;
}

/**
 * The order is advice and the lock itself the rule: a clock that was set between the starts of two processes makes
 * one of them wait longer, and lets no two in.
 */
export function enterQueue(path: string, owner: LockOwner, runtime: Runtime): Ticket {
  const time = Math.trunc((runtime.startedAt + runtime.monotonic()) * 1000);
  const ticket = nameWithOwner(`${path}.queue.${String(time).padStart(TIME_DIGITS, '0')}.`, owner);
  writeFileSync(ticket, '', { flag: 'wx', mode: 0o600 });
  const own = basename(ticket);
  let first: string | undefined;
  return {
    ahead() {
      const before = ticketsOf(path).filter((name) => name < own);
      // Only one that did not move since the last look may have been left by a process that is gone.
      if (before[0] !== undefined && before[0] === first) removeIfLeft(path, before[0], runtime);
      first = before[0];
      return before;
    },
    leave: () => removeIfPossible(ticket),
  };
}

function removeIfLeft(path: string, name: string, runtime: Runtime): void {
  const file = join(dirname(path), name);
  const start = TICKET.exec(name.slice(basename(path).length))?.[0] ?? '';
  const owner = ownerInName(`${basename(path)}${start}`, name);
  if (owner === undefined || isGone(owner, file, runtime) || isForgotten(owner, start, runtime)) remove(file);
}

/** Of another machine's process nobody can tell whether it runs; without its ticket it only loses its place. */
function isForgotten(owner: LockOwner, start: string, runtime: Runtime): boolean {
  const since = Number(/\d+/.exec(start)?.[0]) / 1000;
  return isElsewhere(owner) && runtime.startedAt + runtime.monotonic() - since > MAX_ELSEWHERE_MILLISECONDS;
}

/** In the order of their times. */
function ticketsOf(path: string): string[] {
  const at = basename(path).length;
  return besides(path)
    .filter((name) => TICKET.test(name.slice(at)))
    .sort();
}
