/** How far a long read is, on one line of a terminal that goes away by itself. */
import type { ProcessContext } from '../process-context.ts';

/** What ends sooner says nothing. */
const FIRST_AFTER_MILLISECONDS = 1000;

export type ProgressLine = { tell(answered: number): void; end(): void };

export function progressLine({ stderr, monotonic }: ProcessContext): ProgressLine {
  const begun = monotonic();
  let isShown = false;
  return {
    tell(answered) {
      if (!stderr.isTTY || monotonic() - begun < FIRST_AFTER_MILLISECONDS) return;
      isShown = true;
      stderr.write(`\r${answered} requests answered`);
    },
    end() {
      // Back to the first column, and the rest of the line is emptied.
      if (isShown) stderr.write('\r\x1b[K');
      isShown = false;
    },
  };
}
