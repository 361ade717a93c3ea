/** Owns the type of everything that commands take from the process around them. */

/** The process, as a value: tests pass their own. */
export type ProcessEdge = {
  /** Arguments after the program's name. */
  arguments: string[];
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  homeDirectory: string;
  /** Undefined where there are no user ids (Windows). */
  uid: number | undefined;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  monotonic(): number;
  /** Where the package lies: catalogue, specs. */
  packageFolder: string;
  onSignal(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', handler: () => void): void;
  setExitCode(code: number): void;
  /** Ends the process now. */
  exit(code: number): void;
};

/** The exit codes that scripts may rely on. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  noCredential: 3,
  refused: 4,
  refusedByOpenAI: 5,
  timedOut: 6,
  interrupted: 130,
} as const;
