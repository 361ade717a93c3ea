/** Who holds a lock: what its file says about a process, and whether that process is gone. */
import { readFileSync, statSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';

export type LockOwner = {
  processId: number;
  /** Tells two processes apart that had the same id one after the other; `-` where the system does not say. */
  start: string;
  host: string;
  /** Tells two holdings of the same process apart. */
  holding: string;
};

/** The running process, as the owner of one more lock. */
export function thisOwner({ processId, random }: Runtime): LockOwner {
  const holding = random().toString(36).slice(2);
  return { processId, start: startOf(processId) ?? '-', host: thisHost(), holding };
}

export function ownerText({ processId, start, host, holding }: LockOwner): string {
  return `${processId} ${start} ${host} ${holding}`;
}

/** Undefined when the text is no owner: cut off by a power cut, or written by somebody else. */
export function parseOwner(text: string): LockOwner | undefined {
  const [processId = '', start = '-', host = thisHost(), holding = ''] = text.trim().split(' ');
  return /^[1-9]\d{0,9}$/.test(processId)
    ? { processId: Number(processId), start, host, holding: holding.replace(/\W/g, '') }
    : undefined;
}

/** A file's name that says whose it is, since a process may be killed before it has written anything into it. */
export function nameWithOwner(start: string, owner: LockOwner): string {
  return start + encodeURIComponent(ownerText(owner));
}

/** Undefined when the name does not begin so, or no owner follows. */
export function ownerInName(start: string, name: string): LockOwner | undefined {
  if (!name.startsWith(start)) return undefined;
  try {
    return parseOwner(decodeURIComponent(name.slice(start.length)));
  } catch {
    return undefined; // not written by this program
  }
}

/** Whether the owner of the lock at `path` is certainly no more; of another machine's nobody can tell. */
export function isGone(owner: LockOwner, path: string, runtime: Runtime): boolean {
  if (isElsewhere(owner)) return false;
  if (!isRunning(owner.processId)) return true;
  const start = owner.start === '-' ? undefined : startOf(owner.processId);
  return start === undefined ? isOlderThanBoot(path, runtime) : start !== owner.start;
}

/** Whether it is a process of another machine. */
export function isElsewhere({ host }: LockOwner): boolean {
  return host !== thisHost();
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

/** Boot and clock ticks at which a process started, on Linux; process ids are used again, this pair is not. */
function startOf(processId: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name of the program comes second and may hold spaces and brackets; the start is the 22nd field.
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined; // another system, or the process has just ended
  }
}

function isOlderThanBoot(path: string, { startedAt, monotonic }: Runtime): boolean {
  const boot = startedAt + monotonic() - uptime() * 1000;
  try {
    return statSync(path).mtimeMs < boot;
  } catch {
    return false; // released in the meantime
  }
}

function thisHost(): string {
  return hostname().replace(/\s/g, '') || '-';
}
