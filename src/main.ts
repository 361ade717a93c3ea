/** Owns the process edge: arguments, environment, streams, signals and exit code of the real process. */
import './server/zod-without-compiling.ts';
import { homedir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { runProgram } from './cli/program.ts';

/** Starts the program; `packageFolder` is where package.json, dist/ and tool-specs/ lie. */
export function main(packageFolder: string): void {
  process.on('uncaughtException', (error) => {
    // The message may quote anything, a key included; name and place are enough to report it.
    const place = error.stack?.match(/^ {4}at .*$/m)?.[0]?.trim() ?? '';
    process.stderr.write(`openai-admin-mcp error: unexpected ${error.name} ${place}\n`);
    process.exit(1);
  });
  void runProgram({
    arguments: process.argv.slice(2),
    environment: { ...process.env },
    platform: process.platform,
    homeDirectory: homedir(),
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
