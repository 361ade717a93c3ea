/** One value of something large as it is shown, and its dotted name, without shaping any of the others. */
import { step } from './flat-members.ts';
import type { Leaf, Way } from './leaves.ts';
import { isCutName } from './shape-value.ts';

/** `isNameCut`: others may have the same name. */
export type ShownLeaf = { name: string; isNameCut: boolean; value: unknown };

/**
 * Alone with what holds it, it is shaped as it is in the whole.
 * @returns undefined where it is not shown at all
 */
export function shownLeaf({ value, way }: Leaf, shape: (raw: unknown) => unknown): ShownLeaf | undefined {
  let whole = value;
  const ways: Way[] = [];
  for (let one = way; one !== undefined; one = one.above) {
    whole = one.isInList ? [whole] : { [one.name]: whole };
    ways.unshift(one);
  }
  let shown = shape(whole);
  let path = '';
  let isNameCut = false;
  for (const { name, isInList } of ways) {
    const [member] = Object.entries(shown as object);
    if (member === undefined) return undefined;
    const [shownName, inner] = member;
    path = step(path, isInList ? name : shownName);
    isNameCut ||= isCutName(shownName);
    shown = inner;
  }
  return { name: path || 'value', isNameCut, value: shown };
}
