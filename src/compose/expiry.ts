/** The end of time-boxed access: by the wall clock or by time passed, whichever is first. */
import type { Clocks } from '../host/runtime.ts';

/** A moment after which nothing is allowed. */
export type Expiry = {
  /** ISO 8601. */
  at: string;
  isOver(): boolean;
  /** Milliseconds left, at least 0. */
  remaining(): number;
};

/** Setting the clock back does not give more time, nor does a sleeping machine stop it. */
export function expiryAt(milliseconds: number, clocks: Clocks): Expiry {
  const deadline = clocks.monotonic() + (milliseconds - clocks.now());
  const remaining = () => Math.max(0, Math.min(milliseconds - clocks.now(), deadline - clocks.monotonic()));
  return { at: new Date(milliseconds).toISOString(), remaining, isOver: () => remaining() === 0 };
}

/** Timers hold at most 2^31 - 1 ms, and a machine may sleep: look again at least this often. */
const MAX_WAIT_MILLISECONDS = 60_000;

/** Calls `onOver` once, when the time is up. Does not keep the process alive. */
export function onExpiry(expiry: Expiry, onOver: () => void): void {
  const wait = Math.min(expiry.remaining(), MAX_WAIT_MILLISECONDS);
  setTimeout(() => (expiry.isOver() ? onOver() : onExpiry(expiry, onOver)), wait + 1).unref();
}
