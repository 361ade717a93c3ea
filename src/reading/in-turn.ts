/** Reading one thing after the other, few at once: what takes several requests ends before much else begins. */
import { MOST_AT_ONCE } from './shared-time.ts';

/** In the order of `items`. Where the time ends, the first of them are whole, and not all of them half read. */
export async function inTurn<Item, Read>(
  items: readonly Item[],
  read: (item: Item) => Promise<Read>,
): Promise<Read[]> {
  const results: Read[] = [];
  const left = items.entries();
  const readOn = async () => {
    for (const [position, item] of left) results[position] = await read(item);
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, readOn));
  return results;
}
