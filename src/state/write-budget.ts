/** How many writes an hour may be sent: one count for each profile, shared by all servers of the user. */
import type { StateFolder } from './state-folder.ts';

export type WriteBudget = {
  /**
   * Takes one write out of the budget of the last 60 minutes, or says when there is one again.
   * @param most writes an hour
   * @throws WriteBudgetUnusable when the count cannot be read or kept; nothing may be sent then
   */
  take(profile: string, most: number): Promise<{ left: number } | { retryAfterSeconds: number }>;
  /**
   * Seconds until there are `count` writes to take; 0 for now, Infinity where an hour never has so many. Takes none.
   * @throws WriteBudgetUnusable
   */
  untilFree(profile: string, most: number, count: number): Promise<number>;
  /**
   * Puts the last write back, which was taken and never sent.
   * @throws WriteBudgetUnusable
   */
  giveBack(profile: string): Promise<void>;
};

/** The message says what to do. */
export class WriteBudgetUnusable extends Error {
  override readonly name = 'WriteBudgetUnusable';
}

const FILE = 'writes.json';
const HOUR_MILLISECONDS = 3_600_000;

/** @param now milliseconds since 1970 */
export function createWriteBudget(state: StateFolder, now: () => number): WriteBudget {
  async function counting<T>(action: (writes: Map<string, number[]>, time: number) => T): Promise<T> {
    try {
      return await state.locked(() => {
        const writes = readWrites(state);
        const time = now();
        for (const [name, times] of writes) writes.set(name, withinHour(times, time));
        return action(writes, time);
      });
    } catch (error) {
      throw unusable(state.path, error);
    }
  }
  const keep = (writes: Map<string, number[]>) =>
    state.write(FILE, `${JSON.stringify(Object.fromEntries([...writes].filter(([, all]) => all.length)))}\n`);
  return {
    take: (profile, most) =>
      counting((writes, time) => {
        const times = writes.get(profile) ?? [];
        const wait = secondsUntilFree(times, most, time);
        if (wait === 0) writes.set(profile, [...times, time]);
        keep(writes);
        return wait === 0 ? { left: most - times.length - 1 } : { retryAfterSeconds: wait };
      }),
    untilFree: (profile, most, count) =>
      counting((writes, time) => secondsUntilFree(writes.get(profile) ?? [], most, time, count)),
    giveBack: (profile) =>
      counting((writes) => {
        writes.set(profile, (writes.get(profile) ?? []).slice(0, -1));
        keep(writes);
      }),
  };
}

/** @param times of the last hour, oldest first */
function secondsUntilFree(times: number[], most: number, time: number, count = 1): number {
  if (times.length + count <= most) return 0;
  if (count > Math.max(most, 1)) return Number.POSITIVE_INFINITY;
  const freeing = times[times.length + count - 1 - most] ?? time;
  return Math.ceil((freeing + HOUR_MILLISECONDS - time) / 1000);
}

/** Times that are still to come are taken as now: a clock that was put back gives no writes, and holds none up for long. */
function withinHour(times: number[], time: number): number[] {
  return times
    .map((taken) => Math.min(taken, time))
    .filter((taken) => taken > time - HOUR_MILLISECONDS)
    .sort((a, b) => a - b);
}

function readWrites(state: StateFolder): Map<string, number[]> {
  const text = state.read(FILE);
  if (text === undefined) return new Map();
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, number[]>);
    if (!entries.every(([, times]) => times.every((time) => Number.isFinite(time)))) throw new Error();
    return new Map(entries);
  } catch {
    throw new WriteBudgetUnusable(
      `The count of the last hour's writes, ${state.file(FILE)}, is damaged, so no write can be sent. Delete the file to count anew.`,
    );
  }
}

function unusable(folder: string, error: unknown): WriteBudgetUnusable {
  if (error instanceof WriteBudgetUnusable) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new WriteBudgetUnusable(
    `The count of the last hour's writes in ${folder} cannot be kept (${why}), so no write can be sent. Make the folder writable for you, then try again.`,
    { cause: error },
  );
}
