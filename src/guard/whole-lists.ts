/** Owns reading what lock-out rests on, by its path: a thing, or a list of which the whole counts. */
import type { Listing } from '../tools/read-listing.ts';
import { parametersOf, type Reader, toolAt } from './reader.ts';

/** Lists are read to this many pages. */
const MOST_PAGES = 200;

/** A list that has no end, or is none: nothing is concluded from what it does not hold. */
export class CutShort extends Error {
  constructor() {
    super(
      'It cannot be told whether this would lock you out, since OpenAI did not give the whole list of what has to be looked at. Do this on platform.openai.com.',
    );
  }
}

export async function readOne(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
): Promise<Record<string, unknown> | undefined> {
  const found = toolAt(reader, 'get', path, byName(path, ids));
  return found && reader.get(found.tool, found.values);
}

/** Every item. @throws CutShort */
export async function readAll(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  const { items, complete } = await readList(path, ids, reader, more);
  if (!complete) throw new CutShort();
  return items;
}

export async function readList(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
  more: Record<string, unknown> = {},
): Promise<Listing> {
  const found = toolAt(reader, 'list', path, byName(path, ids));
  if (found === undefined) return { items: [], complete: false };
  return reader.list(found.tool, { ...found.values, ...more }, MOST_PAGES);
}

function byName(path: string, ids: (string | undefined)[]): Record<string, unknown> {
  return Object.fromEntries(parametersOf(path).map((name, position) => [name, ids[position]]));
}
