/** Looking, through /proc, at the processes that read the keychain. */
import { readdirSync, readFileSync } from 'node:fs';

export type SeenProcess = { id: number; commandLine: string; environment: string };

/** The keychain processes started by `parent`, or by any process with the bus `address` in its environment. */
export function keychainProcesses(match: { parent: number } | { address: string }): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        if (!commandLine.includes('@napi-rs/keyring')) return [];
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
        const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
        const matches = 'parent' in match ? parent === match.parent : environment.includes(match.address);
        return matches ? [{ id: Number(name), commandLine, environment }] : [];
      } catch {
        return []; // ended while being looked at
      }
    });
}
