/** Whether something is too long, without writing it out. */
import { namesOf } from '../model/member-names.ts';
import { LongText } from './long-text.ts';

/** Whether it surely has more characters of JSON than that. Looks no further than it has to. */
export function exceeds(value: unknown, characters: number): boolean {
  return leastLength(value, characters) > characters;
}

/** Characters of JSON that it surely has; of what has more than `most`, some number above that. */
export function leastLength(value: unknown, most: number): number {
  if (typeof value === 'string' || value instanceof LongText) return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let length = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && length <= most; index += 1)
      length += leastLength(value[index], most - length);
    return length;
  }
  const record = value as Record<string, unknown>;
  for (const name of namesOf(record)) {
    if (length > most) break;
    length += name.length + leastLength(record[name], most - length - name.length);
  }
  return length;
}
