/** The running process, as far as parts of the program need to know it: its clocks, its chance and its id. */

export type Clocks = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  monotonic(): number;
};

export type Runtime = Clocks & {
  /** In [0, 1). */
  random(): number;
  processId: number;
  /** Milliseconds since 1970 at which the process started, when `monotonic` was 0. */
  startedAt: number;
};
