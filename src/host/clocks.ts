/** The two clocks of a process. */

export type Clocks = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  monotonic(): number;
};
