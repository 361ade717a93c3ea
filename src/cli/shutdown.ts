/** The end of a process that serves: what is under way is ended and put on record first, for a bounded time. */
import { constants } from 'node:os';
import type { ProcessContext, Shutdown } from './process-context.ts';

/** Ending must not wait for sockets or children longer than this. */
const MAX_SHUTDOWN_MILLISECONDS = 500;

/** @param exit ends the process now */
export function createShutdown(exit: (code: number) => void): Shutdown {
  const actions: (() => Promise<void>)[] = [];
  let ending = false;
  return {
    before: (action) => actions.push(action),
    end(code) {
      if (ending) return;
      ending = true;
      setTimeout(() => exit(code), MAX_SHUTDOWN_MILLISECONDS);
      void Promise.allSettled(actions.map((action) => action())).then(() => exit(code));
    },
  };
}

/**
 * Those that would end the process without a record, but for those of a broken processor state (SIGSEGV, SIGILL and the
 * like: what they interrupt cannot go on) and those without a name. Node's --cpu-prof samples by SIGPROF, so it cannot look
 * at a server. And SIGUSR1, at which Node opens its inspector to whoever asks on this machine: the key could be read
 * there. Node ignores SIGPIPE by itself, and a write to what was closed is an error of its stream.
 */
const ENDING: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGBREAK',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPROF',
  'SIGXCPU',
  'SIGABRT',
  'SIGSYS',
  'SIGIO',
  'SIGSTKFLT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGPWR',
];

/** Exit codes as shells have them: 128 and the signal's number. A system has only some of the signals. */
export function endOnSignals({ onSignal, shutdown }: ProcessContext): void {
  for (const signal of ENDING) {
    const number = constants.signals[signal];
    if (number !== undefined) onSignal(signal, () => shutdown.end(128 + number));
  }
}
