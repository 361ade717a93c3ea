/** What the people, roles, certificates and the like are called whose IDs stand among a write's arguments. */

import type { PreparedWrite } from '../calls/prepared-write.ts';
import { isRecord } from '../model/record.ts';
import { parentsOf, type Reader } from '../reading/reader.ts';
import { quote } from '../text/clean.ts';
import { namedIds } from '../tools/named-ids.ts';
import { isUnixSeconds } from '../tools/shape-value.ts';
import { timeOf } from './facts.ts';

/** `briefly` is its name alone; `told` has its ID too, and when it ends where its record says so. */
export type Called = { argument: string; id: string; briefly: string; told: string };

const MAX_PAGES = 10;

/** Where a name stands in a record. */
const NAMES = ['name', 'email', 'filename'];

/** Those whose names can be read; of the others the request shows the ID. Never rejects. */
export async function calledIn({ tool, checked }: PreparedWrite, reader: Reader): Promise<Called[]> {
  const named = namedIds(tool, checked.values).filter(({ argument }) => tool.params[argument]?.in === 'body');
  const sources = [...new Set(named.flatMap(({ spec }) => spec.from_tool ?? []))];
  const listings = await Promise.all(
    sources.map(async (source) => ({ source, items: await itemsOf(source, checked.values, reader) })),
  );
  return named.flatMap(({ argument, id, spec }) => {
    const items = listings.find(({ source }) => source === spec.from_tool)?.items ?? [];
    const item = items.find((one) => one.id === id);
    const name = item && NAMES.map((field) => item[field]).find((value) => typeof value === 'string');
    if (item === undefined || typeof name !== 'string') return [];
    const end = endOf(item);
    const expires = end === undefined ? '' : `, expires ${timeOf(end)}`;
    return [{ argument, id, briefly: quote(name), told: `${argument}: ${quote(name)} (${id})${expires}` }];
  });
}

async function itemsOf(
  source: string,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<Record<string, unknown>[]> {
  const listing = reader.tools.find(({ name }) => name === source);
  const given = listing && parentsOf(listing, values);
  if (listing === undefined || given === undefined) return [];
  return reader.list(listing, given, MAX_PAGES).then(
    ({ items }) => items,
    () => [],
  );
}

/** In the record, or a step below, as the details of a certificate have it. */
function endOf(item: Record<string, unknown>): number | undefined {
  const places = [item, ...Object.values(item).filter(isRecord)];
  return places.map((place) => place.expires_at).find(isUnixSeconds);
}
