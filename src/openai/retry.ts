/** Decides whether a failed attempt is made again, and after how long. The whole table stands in one function. */
import { NOT_IMPLEMENTED } from './faults-on-the-way.ts';

/**
 * What failed. `unreachable`: nothing was sent (name, connection, TLS, proxy). `status`: OpenAI answered with an
 * error. `broken`: an answer did not come, or not whole. `final`: trying again cannot help.
 */
export type Fault = 'unreachable' | 'status' | 'broken' | 'final';

export type FailedAttempt = {
  /** 1 for the first try. */
  attempt: number;
  fault: Fault;
  /** The call only reads, whatever its method. */
  safe: boolean;
  status?: number | undefined;
  retryAfterSeconds?: number | undefined;
  /** What is left of the call's total time. */
  remainingMilliseconds: number;
  /** In [0, 1): spreads the tries of several callers. */
  random: number;
};

const MAX_ATTEMPTS = 3;
/** Small, so that an unreachable host is reported within a second. */
const UNREACHABLE_BASE_MILLISECONDS = 250;
const FAULT_BASE_MILLISECONDS = 500;

/**
 * Milliseconds to wait before the next try, or undefined when there is none. A write is tried again only when
 * nothing of it was sent; a 429 is never tried again, because its caller knows better what can wait.
 */
export function retryDelay(failed: FailedAttempt): number | undefined {
  const { attempt, fault, safe, status, retryAfterSeconds, remainingMilliseconds, random } = failed;
  if (attempt >= MAX_ATTEMPTS || fault === 'final') return undefined;
  if (fault !== 'unreachable') {
    if (!safe) return undefined;
    if (fault === 'status' && !mayPass(status)) return undefined;
  }
  const base = fault === 'unreachable' ? UNREACHABLE_BASE_MILLISECONDS : FAULT_BASE_MILLISECONDS;
  const delay =
    fault === 'status' && retryAfterSeconds !== undefined
      ? retryAfterSeconds * 1000
      : random * base * 2 ** (attempt - 1);
  return delay < remainingMilliseconds ? delay : undefined;
}

/** Whether the same request may meet another answer later. */
function mayPass(status = 0): boolean {
  return status === 408 || status === 409 || (status >= 500 && status !== NOT_IMPLEMENTED);
}
