/** Owns loading the guard of writes when it is first needed: a server that only reads never pays for it. */
import type { WriteGuard } from '../tools/write-guard.ts';

export type LazyGuard = WriteGuard & {
  /** Resolves when no write is under way. */
  settled(): Promise<void>;
};

/** @param onUnforeseen told when a refusal could not be put on record */
export function lazyGuard(
  open: () => Promise<WriteGuard>,
  onUnforeseen: (error: unknown) => void,
): LazyGuard {
  const underWay = new Set<Promise<unknown>>();
  let opening: Promise<WriteGuard> | undefined;
  const guard = () => {
    opening ??= open();
    return opening;
  };
  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = () => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }
  return {
    write: (...given) => track(guard().then((opened) => opened.write(...given))),
    recordRefusal: (...given) =>
      track(
        guard()
          .then((opened) => opened.recordRefusal(...given))
          .catch(onUnforeseen),
      ),
    async settled() {
      await Promise.allSettled(underWay);
    },
  };
}
