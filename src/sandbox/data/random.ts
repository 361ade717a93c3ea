/** Seeded randomness: the same seed text always gives the same organization. */

export type Random = {
  /** From 0 inclusive to 1 exclusive. */
  fraction(): number;
  /** Both ends included. */
  integer(minimum: number, maximum: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Letters and digits, for ids and keys. */
  characters(count: number): string;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A stream of numbers (mulberry32) that `seed` decides alone. */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state);
  };
  const integer = (minimum: number, maximum: number) =>
    minimum + Math.floor(fraction() * (maximum - minimum + 1));
  return {
    fraction,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
    characters(count) {
      let text = '';
      for (let index = 0; index < count; index += 1) text += ALPHABET.charAt(integer(0, ALPHABET.length - 1));
      return text;
    },
  };
}

/** The number at one position of the noise that `seed` stands for, from 0 to 1: for values made on request. */
export function fractionAt(seed: number, position: number): number {
  return mix((seed + Math.imul(position, 0x9e3779b1)) | 0);
}

/** A 32-bit seed for `text` (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
