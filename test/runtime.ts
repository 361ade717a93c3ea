/** The running test process, and who locks in it. */
import type { Locker } from '../src/files/file-lock.ts';
import type { Runtime } from '../src/host/runtime.ts';

const MAX_TIMER_MILLISECONDS = 2 ** 31 - 1;

export const RUNTIME: Runtime = {
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
  processId: process.pid,
  startedAt: performance.timeOrigin,
};

/** Others may hold a lock as long as a busy machine takes. */
const ENDLESS = {
  head: Number.POSITIVE_INFINITY,
  queue: MAX_TIMER_MILLISECONDS,
  ownerless: Number.POSITIVE_INFINITY,
};

export const LOCKER: Locker = { uid: process.getuid?.(), runtime: RUNTIME, patience: ENDLESS };
