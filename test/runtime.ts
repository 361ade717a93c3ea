/** The running test process, and who locks in it. */
import type { Locker } from '../src/files/file-lock.ts';
import type { Runtime } from '../src/host/runtime.ts';

export const RUNTIME: Runtime = {
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
  processId: process.pid,
  startedAt: performance.timeOrigin,
};

export const LOCKER: Locker = { uid: process.getuid?.(), runtime: RUNTIME };
