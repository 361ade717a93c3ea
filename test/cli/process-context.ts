/** The process around a command, made up: what it writes and its exit code are kept, the rest is what a test gives. */
import { PassThrough } from 'node:stream';
import type { ProcessContext } from '../../src/cli/process-context.ts';
import type { Host } from '../../src/host/host.ts';
import { filterStream } from '../../src/redaction/filter-stream.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { RUNTIME } from '../runtime.ts';

/** What came of a command; the code is 0 unless it set another. */
export type Ran = { code: number; stdout: string; stderr: string };

export const NOW = new Date('2026-11-22T12:00:00Z');

export type Given = Partial<Pick<ProcessContext, 'openKeychain' | 'packageFolder' | 'now'>> & {
  host: Partial<Host> & Pick<Host, 'homeDirectory'>;
  stdin?: PassThrough;
  /** Whether stdout and stderr are terminals. */
  isTTY?: { stdout?: boolean; stderr?: boolean };
  /** Without the filter that the real process has at its way out, so that a test sees what it would hide. */
  unfiltered?: boolean;
  /** Called with what stderr got last. */
  onStderr?: (text: string) => void;
};

/** On Linux, at `NOW`, with nothing on standard input and an empty keychain, unless something else is given. */
export function processContext(words: string[], given: Given): { context: ProcessContext; ran: Ran } {
  const { host, isTTY = {}, unfiltered = false, onStderr, ...replaced } = given;
  const ran: Ran = { code: 0, stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') => {
    const stream = new PassThrough({ encoding: 'utf8' });
    stream.on('data', (text: string) => {
      ran[name] += text;
      if (name === 'stderr') onStderr?.(text);
    });
    if (!unfiltered) filterStream(stream);
    return Object.assign(stream, { isTTY: isTTY[name] === true }) as unknown as NodeJS.WriteStream;
  };
  const keychain = memoryKeychain();
  const setExitCode = (code: number) => {
    ran.code = code;
  };
  const context: ProcessContext = {
    arguments: words,
    packageFolder: '/nonexistent/package',
    workingFolder: () => host.homeDirectory,
    ...RUNTIME,
    now: () => NOW.getTime(),
    monotonic: () => 0,
    openKeychain: () => keychain,
    onSignal: () => undefined,
    parentId: () => process.ppid,
    setExitCode,
    shutdown: { before: () => undefined, end: setExitCode },
    ...replaced,
    host: { environment: {}, platform: 'linux', uid: process.getuid?.(), ...host },
    stdin: (given.stdin ?? new PassThrough().end()) as unknown as NodeJS.ReadStream,
    stdout: collect('stdout'),
    stderr: collect('stderr'),
  };
  return { context, ran };
}
