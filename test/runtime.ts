/** The running test process. */
import type { Runtime } from '../src/host/runtime.ts';

export const RUNTIME: Runtime = {
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
  processId: process.pid,
  startedAt: performance.timeOrigin,
};
