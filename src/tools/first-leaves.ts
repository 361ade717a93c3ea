/** The beginning of something large, before it is shaped: all of it would take seconds, and an answer shows a part. */
import { namesOf } from '../model/member-names.ts';
import { isCuttable } from './cuttable.ts';

/** Shaping so many values takes some milliseconds. */
const MANY = 20_000;

/** Whether it has more values than are shaped in one go. Stops counting there. */
export function hasManyLeaves(value: unknown): boolean {
  return !firstLeaves(value, MANY).isWhole;
}

/**
 * As many values as are asked for, with all that holds them: what is cut is longer than that, so that no part of an
 * answer ends where it is cut.
 */
export function firstLeaves(value: unknown, most: number): { value: unknown; isWhole: boolean } {
  let left = most;
  const begin = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) {
      left -= 1;
      return one;
    }
    if (Array.isArray(one) && isCuttable(one)) {
      const kept = one.length > most ? one.slice(0, most) : one;
      left -= kept.length < one.length ? Number.POSITIVE_INFINITY : kept.length;
      return kept;
    }
    if (!Array.isArray(one)) return beginRecord(one as Record<string, unknown>);
    const kept: unknown[] = [];
    for (const entry of one) {
      // Without its end a list may look like one of short values, which is shown otherwise: an object tells.
      if (left <= 0) return [...kept, {}];
      kept.push(begin(entry));
    }
    return kept;
  };
  const beginRecord = (record: Record<string, unknown>) => {
    const kept: Record<string, unknown> = {};
    for (const name of namesOf(record)) {
      if (left <= 0) return kept;
      kept[name] = begin(record[name]);
    }
    return kept;
  };
  const begun = begin(value);
  return left > 0 ? { value, isWhole: true } : { value: begun, isWhole: false };
}
