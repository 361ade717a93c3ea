/** The values of something as it came, one by one and each with the way to it: shaping all of something large takes seconds, and an answer shows a part. */
import { namesOf } from '../model/member-names.ts';
import { isCuttable } from './cuttable.ts';

/** What holds a value, from the innermost on; undefined at the top. */
export type Way = { above: Way | undefined; name: string; isInList: boolean };

export type Leaf = { value: unknown; way: Way | undefined };

/** Shaping so many values takes some milliseconds. */
const MANY = 20_000;

/** Whether it has more values and containers than are shaped in one go. Looks no further than that. */
export function hasManyLeaves(value: unknown): boolean {
  let left = MANY;
  const count = (one: unknown): void => {
    left -= 1;
    if (typeof one !== 'object' || one === null) return;
    if (Array.isArray(one)) {
      for (let index = 0; index < one.length && left >= 0; index += 1) count(one[index]);
      return;
    }
    for (const name of namesOf(one as Record<string, unknown>)) {
      if (left < 0) return;
      count((one as Record<string, unknown>)[name]);
    }
  };
  count(value);
  return left < 0;
}

/** Every value that holds no others, or that can itself be cut, in order. */
export function* leavesOf(value: unknown, way?: Way): Generator<Leaf> {
  if (typeof value !== 'object' || value === null || isCuttable(value)) {
    yield { value, way };
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      yield* leavesOf(value[index], { above: way, name: String(index), isInList: true });
  } else {
    const record = value as Record<string, unknown>;
    const names = namesOf(record);
    if (names.length === 0) yield { value, way };
    for (const name of names) yield* leavesOf(record[name], { above: way, name, isInList: false });
  }
}
