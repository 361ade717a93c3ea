/** Owns the process edge: arguments, environment, streams, signals and exit code of the real process. */
import './server/zod-without-compiling.ts';
import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describeUnforeseen } from './cli/describe-unforeseen.ts';
import { runProgram } from './cli/program.ts';
import { filterStream } from './redaction/filter-stream.ts';
import { revealedSecrets } from './redaction/known-secrets.ts';

/** Starts the program; `packageFolder` is where package.json, dist/ and tool-specs/ lie. */
export function main(packageFolder: string): void {
  // First of all, so that nothing leaves this process around it, Node's own warnings included.
  filterStream(process.stdout, revealedSecrets);
  filterStream(process.stderr);
  // Whoever read it has gone, as `head` does; serving ends by a listener of its own.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    process.stderr.write(`openai-admin-mcp error: unexpected ${describeUnforeseen(error)}\n`);
    process.exit(1);
  });
  void runProgram({
    arguments: process.argv.slice(2),
    environment: { ...process.env },
    platform: process.platform,
    homeDirectory: homeFolder(),
    uid: process.getuid?.(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    monotonic: () => performance.now(),
    packageFolder,
    onSignal: (signal, handler) => {
      process.on(signal, handler);
    },
    setExitCode: (code) => {
      process.exitCode = code;
    },
    exit: (code) => process.exit(code),
  });
}

/** With an empty or relative HOME, records would lie in whatever folder a client starts the program in. */
function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}
