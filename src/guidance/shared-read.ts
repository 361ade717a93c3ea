/** One read for all who ask within a short time, since a form asks at each key that is pressed. */

type Kept<Read> = { answer: Promise<Read>; ending: AbortController; waiting: number; readAt?: number };

/**
 * Whoever asks while a read is under way waits for it, too; it is ended when nobody does any more, and kept for
 * `milliseconds` when it is there. Rejects when the caller's `signal` is aborted, and with what `read` rejects with.
 */
export function sharedRead<Read>(
  read: (signal: AbortSignal) => Promise<Read>,
  monotonic: () => number,
  milliseconds: number,
): (signal: AbortSignal) => Promise<Read> {
  let last: Kept<Read> | undefined;

  function begin(): Kept<Read> {
    const ending = new AbortController();
    const kept: Kept<Read> = { answer: read(ending.signal), ending, waiting: 0 };
    kept.answer.then(
      () => {
        kept.readAt = monotonic();
      },
      () => forget(kept),
    );
    return kept;
  }

  function forget(kept: Kept<Read>): void {
    if (last === kept) last = undefined;
  }

  return (signal) => {
    if (signal.aborted) return Promise.reject(signal.reason);
    const isOld = last?.readAt !== undefined && monotonic() - last.readAt >= milliseconds;
    if (last === undefined || isOld) last = begin();
    const kept = last;
    kept.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        kept.waiting -= 1;
        if (kept.waiting === 0 && kept.readAt === undefined) {
          kept.ending.abort();
          forget(kept);
        }
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      kept.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  };
}
