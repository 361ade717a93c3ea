/** Whether something is too long, without writing it out. */
import { namesOf } from '../model/member-names.ts';
import { LongText } from './long-text.ts';

/** Whether it surely has more characters of JSON than that. Looks no further than it has to. */
export function exceeds(value: unknown, characters: number): boolean {
  return leastLength(value, characters) > characters;
}

/** Characters of JSON that it surely has; of what has more than `most`, some number above that. */
export function leastLength(value: unknown, most: number): number {
  let left = most;
  const take = (one: unknown): void => {
    if (typeof one === 'string' || one instanceof LongText) left -= one.length;
    else if (typeof one !== 'object' || one === null) left -= 1;
    else if (Array.isArray(one)) {
      left -= 2;
      for (const entry of one) {
        if (left < 0) return;
        take(entry);
      }
    } else takeMembers(one as Record<string, unknown>);
  };
  const takeMembers = (record: Record<string, unknown>) => {
    left -= 2;
    for (const name of namesOf(record)) {
      if (left < 0) return;
      left -= name.length;
      take(record[name]);
    }
  };
  take(value);
  return most - left;
}
