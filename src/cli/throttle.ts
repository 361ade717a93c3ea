/** How much goes to stderr: not more than somebody can read, and nothing while nobody reads it. */

const PERIOD_MILLISECONDS = 10_000;

/** The instructions at the start are one line; a busy server with `--log-level debug` writes one a call. */
const MAX_LINES_A_PERIOD = 500;

/** What the system has not taken yet. */
const MAX_UNREAD_BYTES = 64_000;

export type Throttled = { write(text: string): unknown; readonly writableLength?: number };

/** Writes lines, and of those that were left out how many: before the next one, or when the time is over. */
export function throttle(stream: Throttled, monotonic: () => number): { write(line: string): void } {
  let periodEnd = 0;
  let written = 0;
  let leftOut = 0;
  const isUnread = () => (stream.writableLength ?? 0) > MAX_UNREAD_BYTES;
  const tell = () => {
    if (leftOut === 0 || isUnread()) return;
    const what = leftOut === 1 ? 'message was' : 'messages were';
    stream.write(`openai-admin-mcp warn: ${leftOut} ${what} left out here.\n`);
    leftOut = 0;
  };
  return {
    write(line) {
      if (monotonic() >= periodEnd) {
        periodEnd = monotonic() + PERIOD_MILLISECONDS;
        written = 0;
      }
      if (written >= MAX_LINES_A_PERIOD || isUnread()) {
        // Perhaps nothing more comes by which to tell it.
        if (leftOut === 0) setTimeout(tell, PERIOD_MILLISECONDS).unref();
        leftOut += 1;
        return;
      }
      tell();
      written += 1;
      stream.write(line);
    },
  };
}
