/** Reading by a path, whichever tool stands there: one thing, or a list of which the whole counts. */

import { parametersOf } from '../specs/record-source.ts';
import type { Listing } from './read-listing.ts';
import { type Reader, toolAt } from './reader.ts';

/** Lists are read to this many pages. */
const MAX_PAGES = 200;

/** Undefined where no tool reads it, or the answer is no object. `ids` stand in the path, in order. */
export async function readOne(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
): Promise<Record<string, unknown> | undefined> {
  const found = toolAt(reader, 'get', path, byName(path, ids));
  return found && reader.get(found.tool, found.values);
}

/** A list that has no end, or is none: nothing can be concluded from what it does not hold. */
export class ListCutShort extends Error {}

/** Those members of every item. @throws ListCutShort */
export async function readAll(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
  members: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  const { items, complete } = await readWhole(path, ids, reader, members, more);
  if (!complete) throw new ListCutShort();
  return items;
}

/** The same of as much of the list as can be had. */
export async function readWhole(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
  members: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Listing> {
  const found = toolAt(reader, 'list', path, byName(path, ids));
  if (found === undefined) return { items: [], complete: false };
  return reader.list(found.tool, { ...found.values, ...more }, MAX_PAGES, members);
}

function byName(path: string, ids: (string | undefined)[]): Record<string, unknown> {
  return Object.fromEntries(parametersOf(path).map((name, position) => [name, ids[position]]));
}
