/** What the product takes from the process that runs it, besides the host. */
import type { Keychain } from '../credentials/keychain.ts';
import type { Runtime } from '../host/runtime.ts';

export type Surroundings = Runtime & {
  /** Absolute path of the folder with package.json and dist/. */
  packageFolder: string;
  /** Opens the system's keychain, of which one request may take so long. Nothing is started before its first use. */
  openKeychain(deadlineMilliseconds: number): Keychain;
  /** Told about every call that ended: how, and after how many milliseconds. */
  onCalled(tool: string, outcome: string, milliseconds: number): void;
  /** Told about failures that are nobody's mistake, and where they happened. */
  onUnforeseen(where: string, error: unknown): void;
};

/** The keychain may ask its user to unlock it; most clients give up on a call after 60 s. */
export const SERVING_DEADLINE_MILLISECONDS = 20_000;
