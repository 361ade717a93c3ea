/** What every part of the benchmark stands on. */
import { join } from 'node:path';
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

/** Holds the server's own answer to tools/list, once start-up has been measured. */
export function listFile({ folder }: Ground): string {
  return join(folder, 'tools-list.json');
}

/** The bare process, with the same list of tools and the same loopback server. */
export function bareArguments(ground: Ground): string[] {
  return [join(import.meta.dirname, 'bare.cjs'), listFile(ground), ground.upstream.url];
}
