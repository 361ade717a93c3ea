/** Everything that commands take from the process around them, as a value: tests pass their own. */
import type { Keychain } from '../credentials/keychain.ts';
import type { Host } from '../host/host.ts';
import type { Runtime } from '../host/runtime.ts';

export type ProcessContext = Runtime & {
  host: Host;
  /** Arguments after the program's name. */
  arguments: string[];
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Where the package lies: catalogue, specs. */
  packageFolder: string;
  /** Where relative paths that a person types begin. */
  workingFolder(): string;
  /** Opens the system's keychain, of which one request may take so long. Nothing is started before its first use. */
  openKeychain(deadlineMilliseconds: number): Keychain;
  onSignal(signal: NodeJS.Signals, handler: () => void): void;
  /** Id of the process that started this one, or on POSIX of the one that took it over when that one ended. */
  parentId(): number;
  /** For commands that end by themselves. */
  setExitCode(code: number): void;
  shutdown: Shutdown;
};

/** The one way in which a running server ends, whatever ends it. */
export type Shutdown = {
  /** What to do before the process ends. */
  before(action: () => Promise<void>): void;
  /** Ends the process with this code, once; later calls do nothing. */
  end(code: number): void;
};

/** A person in a terminal may need a while to unlock the keychain. */
export const TERMINAL_DEADLINE_MILLISECONDS = 60_000;
