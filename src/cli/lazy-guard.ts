/** Owns loading the guard of writes when it is first needed: a server that only reads never pays for it. */
import type { WriteGuard } from '../tools/write-guard.ts';

/** @param onUnforeseen told when a refusal could not be put on record */
export function lazyGuard(
  open: () => Promise<WriteGuard>,
  onUnforeseen: (error: unknown) => void,
): WriteGuard {
  let opening: Promise<WriteGuard> | undefined;
  const guard = () => {
    opening ??= open();
    return opening;
  };
  return {
    write: async (...given) => (await guard()).write(...given),
    async recordRefusal(...given) {
      try {
        await (await guard()).recordRefusal(...given);
      } catch (error) {
        onUnforeseen(error);
      }
    },
  };
}
