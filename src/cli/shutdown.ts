/** The end of a process that serves: what is under way is ended and put on record first, for a bounded time. */
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

/** Exit codes as shells have them: 128 and the signal's number. */
export function endOnSignals({ onSignal, shutdown }: ProcessContext): void {
  onSignal('SIGINT', () => shutdown.end(130));
  onSignal('SIGTERM', () => shutdown.end(143));
  onSignal('SIGHUP', () => shutdown.end(129));
}
