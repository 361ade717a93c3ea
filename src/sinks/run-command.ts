/** Running one command with a secret or a line of the record on its standard input: no shell, no output, an end in time. */

import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { endGroup } from '../host/end-group.ts';
import { codeOf } from '../model/error-code.ts';
import { acknowledgedInput, wasReadWhole } from './acknowledged-input.ts';

export type CommandRun = {
  /** Absolute path. */
  program: string;
  arguments: readonly string[];
  /** All that the command sees. */
  environment: Record<string, string>;
  input: string;
  /** What the input is, for a sentence: the secret. */
  inputName: string;
  timeoutSeconds: number;
  platform: NodeJS.Platform;
};

/** A command that left something running with its input open has told its exit code; this long is waited for the rest. */
const AFTER_EXIT_MILLISECONDS = 1_000;

/** Undefined for success: exit code 0 with the input read whole. Otherwise what went wrong, to follow "The command x ". */
export async function runCommand(run: CommandRun): Promise<string | undefined> {
  try {
    return run.platform === 'win32' ? await withPipe(run) : await withWatchedInput(run);
  } catch (error) {
    return `cannot be started (${codeOf(error) ?? 'unknown error'})`;
  }
}

async function withWatchedInput(run: CommandRun): Promise<string | undefined> {
  const { commandEnd, ourEnd } = await acknowledgedInput();
  try {
    const child = start(run, commandEnd);
    commandEnd.destroy();
    return await giveAndWait(run, child, ourEnd, wasReadWhole(ourEnd));
  } finally {
    commandEnd.destroy();
    ourEnd.destroy();
  }
}

async function withPipe(run: CommandRun): Promise<string | undefined> {
  const child = start(run, 'pipe');
  const { stdin } = child;
  if (stdin === null) return 'has no standard input';
  const refused = new Promise<boolean>((resolve) => {
    stdin.on('error', () => resolve(false));
    stdin.on('close', () => resolve(true));
  });
  return giveAndWait(run, child, stdin, refused);
}

/** In a process group of its own, so that nothing the command started outlives its time. */
function start(run: CommandRun, input: import('node:net').Socket | 'pipe'): ChildProcess {
  const { spawn } = process.getBuiltinModule('node:child_process');
  return spawn(run.program, run.arguments, {
    env: run.environment,
    stdio: [input, 'ignore', 'ignore'],
    detached: run.platform !== 'win32',
    windowsHide: true,
  });
}

async function giveAndWait(
  { input, inputName, timeoutSeconds, platform }: CommandRun,
  child: ChildProcess,
  target: Writable,
  readWhole: Promise<boolean>,
): Promise<string | undefined> {
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(`cannot be started (${codeOf(error) ?? 'unknown error'})`));
    child.on('exit', (code, signal) => resolve(code === 0 ? undefined : describeEnd(code, signal)));
  });
  target.end(input);
  const outcome = await within(timeoutSeconds * 1000, ended);
  if (outcome === 'late') {
    endGroup(child, platform);
    await ended;
    return `had not ended after ${timeoutSeconds} s and was stopped`;
  }
  if (outcome.value !== undefined) return outcome.value;
  const read = await within(AFTER_EXIT_MILLISECONDS, readWhole);
  return read !== 'late' && !read.value
    ? `ended without reading ${inputName} from its standard input`
    : undefined;
}

async function within<T>(milliseconds: number, result: Promise<T>): Promise<{ value: T } | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([result.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return code === null ? `was ended by ${signal}` : `failed with exit code ${code}`;
}
