/** What every part of the benchmark stands on. */
import type { Upstream } from './upstream.ts';

export type Ground = {
  /** The built program. */
  program: string;
  /** A fresh folder, gone when the run ends. */
  folder: string;
  upstream: Upstream;
  /** All that children get: a fake admin key, the loopback address, and an empty home. */
  environment: Record<string, string>;
};
