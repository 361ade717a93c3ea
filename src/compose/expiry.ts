/** The end of time-boxed access: by the wall clock or by time passed, whichever is first. */
import type { Clocks } from '../host/runtime.ts';
import type { AccessEnd } from '../model/access-end.ts';

/** A moment after which nothing is allowed. */
export type Expiry = AccessEnd & {
  /** Milliseconds left, at least 0. */
  remaining(): number;
};

/**
 * Setting the clock back does not give more time, nor does a sleeping machine stop it.
 * @param by the setting that says so, as its source calls it, such as --expires-at
 */
export function expiryAt(milliseconds: number, by: string, clocks: Clocks): Expiry {
  const deadline = clocks.monotonic() + (milliseconds - clocks.now());
  const remaining = () => Math.max(0, Math.min(milliseconds - clocks.now(), deadline - clocks.monotonic()));
  const at = new Date(milliseconds).toISOString();
  return {
    reason: `Access ended at ${at} (${by}). ${howToRenew(by)}`,
    remaining,
    isOver: () => remaining() === 0,
  };
}

/** A duration begins anew with each process; a moment is the same for all of them. */
function howToRenew(by: string): string {
  if (by.startsWith('expires_at in ')) {
    return 'An administrator of this machine gives new access by a later time there; then restart this server in the client.';
  }
  return /expires.in$/i.test(by)
    ? 'A person gives new access by restarting this server in the client: the duration then begins anew.'
    : `A person gives new access by writing a later ${by} into the client's configuration and restarting this server there.`;
}

/** Timers hold at most 2^31 - 1 ms, and a machine may sleep: look again at least this often. */
const MAX_WAIT_MILLISECONDS = 60_000;

/** Calls `onOver` once, when the time is up. Does not keep the process alive. */
export function onExpiry(expiry: Expiry, onOver: () => void): void {
  const wait = Math.min(expiry.remaining(), MAX_WAIT_MILLISECONDS);
  setTimeout(() => (expiry.isOver() ? onOver() : onExpiry(expiry, onOver)), wait + 1).unref();
}
