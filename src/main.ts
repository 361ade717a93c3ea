/** The edge of the real process: arguments, environment, streams, clocks, signals and exit code. */
import './server/zod-without-compiling.ts';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describeUnforeseen } from './cli/describe-unforeseen.ts';
import { ownStart } from './cli/own-start.ts';
import { runProgram } from './cli/program.ts';
import { createShutdown } from './cli/shutdown.ts';
import { nativeKeychain } from './credentials/native-keychain.ts';
import { EXIT } from './host/exit-code.ts';
import type { Host } from './host/host.ts';
import { withoutUnfilled } from './host/unfilled.ts';
import { rememberStart } from './model/own-command.ts';
import { filterStream } from './redaction/filter-stream.ts';
import { revealedSecrets } from './redaction/known-secrets.ts';

/** Starts the program; `packageFolder` is where package.json, dist/ and tool-specs/ lie. */
export function main(packageFolder: string): void {
  // First of all, so that nothing leaves this process around it, Node's own warnings included.
  filterStream(process.stdout, revealedSecrets);
  filterStream(process.stderr);
  // Whoever read them has gone, as `head` does; serving ends by a listener of its own on stdout.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const shutdown = createShutdown((code) => process.exit(code));
  process.on('uncaughtException', (error) => {
    shutdown.end(EXIT.internal);
    process.stderr.write(`openai-admin-mcp error: unexpected ${describeUnforeseen(error)}\n`);
  });
  const host: Host = {
    environment: { ...process.env },
    platform: process.platform,
    homeDirectory: homeFolder(),
    uid: process.getuid?.(),
  };
  const filled: Host = { ...host, environment: withoutUnfilled(host.environment).environment };
  rememberStart(ownStart(process.argv[1] ?? '', packageFolder, host, usualHome(host.homeDirectory)));
  void runProgram({
    host,
    arguments: process.argv.slice(2),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
    processId: process.pid,
    startedAt: performance.timeOrigin,
    packageFolder,
    workingFolder: () => process.cwd(),
    openKeychain: (deadlineMilliseconds) =>
      nativeKeychain({
        host: filled,
        programFile: join(packageFolder, 'package.json'),
        deadlineMilliseconds,
      }),
    onSignal: (signal, handler) => {
      process.on(signal, handler);
    },
    parentId: () => process.ppid,
    setExitCode: (code) => {
      process.exitCode = code;
    },
    shutdown,
  });
}

/** As the system knows it, where it knows this user: a container may run under a number alone. */
function usualHome(otherwise: string): string {
  try {
    return userInfo().homedir;
  } catch {
    return otherwise;
  }
}

/** With an empty or relative HOME, records would lie in whatever folder a client starts the program in. */
function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}
