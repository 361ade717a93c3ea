/** Answering a name where an ID belongs: the ID behind it, or the candidates, by an ordinary list read. */
import { isRecord } from '../model/record.ts';
import type { Listing } from '../reading/read-listing.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { quote } from '../text/clean.ts';
import { ArgumentError, MOST_TOLD } from '../tools/argument-error.ts';
import { looksLikeId } from '../tools/path-values.ts';
import { closest, describe } from './closest-names.ts';
import { itemsNamed, type NamedListing, nameMembers, withNames } from './named-listing.ts';
import { type NamePlace, namesAmongIds } from './names-among-ids.ts';

/** Reads a whole listing through the ordinary call path. */
export type ReadListing = (
  tool: ToolSpec,
  values: Record<string, unknown>,
  members: readonly string[],
) => Promise<Listing>;

/** What the look-up may use: tools that the caller may use, as the caller may use them, nothing else. */
export type NameLookup = {
  exposedTool(name: string): ToolSpec | undefined;
  /** Whether the caller may read the listing with these arguments. */
  mayRead(listing: ToolSpec, values: Record<string, unknown>): Promise<boolean>;
  readListing: ReadListing;
};

/**
 * Checks every value where an ID belongs that does not look like one, and answers all of them at once. A name that
 * another look-up needs is looked up first. Sends nothing for real IDs.
 * @throws ArgumentError with the IDs to use instead, the candidates, or where IDs come from.
 */
export async function refuseNames(
  tool: ToolSpec,
  values: Record<string, unknown>,
  lookup: NameLookup,
): Promise<void> {
  const { problems, found, failures } = await lookUpNames(tool, values, lookup);
  throwFirst([...problems, ...[...found.values()].map(({ problem }) => problem)], failures);
}

/**
 * The same values with the IDs in the place of names, at any depth, for what changes nothing before a person saw it: each name that one thing alone has.
 * @throws ArgumentError with the candidates, or where IDs come from.
 */
export async function namesToIds(
  tool: ToolSpec,
  values: Record<string, unknown>,
  lookup: NameLookup,
): Promise<Record<string, unknown>> {
  const { problems, found, failures } = await lookUpNames(tool, values, lookup);
  throwFirst(problems, failures);
  const entries = Object.entries(values).map(([name, value]) => [name, withIds(value, name, found)]);
  return Object.fromEntries(entries);
}

/** Arguments within arguments go by the names that `namesAmongIds` gives them. */
function withIds(value: unknown, argument: string, found: LookedUp['found']): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item, position) =>
      withIds(item, isRecord(item) ? `${argument}[${position}]` : argument, found),
    );
    return [...new Set(items)];
  }
  if (!isRecord(value)) return found.get(keyOf(argument, value))?.id ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withIds(member, `${argument}.${name}`, found)]),
  );
}

/** Names of which one thing alone has each, with what to say of them; and what is wrong with the others. */
type LookedUp = {
  found: Map<string, { id: string; problem: string }>;
  problems: string[];
  failures: unknown[];
};

const keyOf = (argument: string, value: unknown) => JSON.stringify([argument, value]);

function throwFirst(problems: string[], failures: unknown[]): void {
  if (problems.length > 0) throw new ArgumentError(problems);
  // Reading went wrong before anything could be said about the names.
  if (failures.length > 0) throw failures[0];
}

async function lookUpNames(
  tool: ToolSpec,
  values: Record<string, unknown>,
  lookup: NameLookup,
): Promise<LookedUp> {
  const answer: LookedUp = { found: new Map(), problems: [], failures: [] };
  const { found, problems, failures } = answer;
  const places = namesAmongIds(tool, values, keyChoice(lookup));
  if (places.length === 0) return answer;
  const search: Search = { values: { ...values }, unknown: new Set(), read: readingOnce(lookup), lookup };
  for (const place of inOrder(places, lookup)) {
    try {
      const said = await answerName(place, search, problems.length < MOST_TOLD);
      // Many names in a long list take a while; a call beside this one need not wait for all.
      await new Promise((resolve) => setImmediate(resolve));
      if (typeof said === 'string') problems.push(said);
      else if (said !== undefined) found.set(keyOf(place.argument, place.value), said);
    } catch (error) {
      search.unknown.add(place.argument);
      failures.push(error);
    }
  }
  return answer;
}

/** What is known while the names of one call are looked up. */
type Search = {
  /** The call's values, with IDs in place of the names that were found. */
  values: Record<string, unknown>;
  /** Arguments whose ID is not known, so that nothing below them can be looked up. */
  unknown: Set<string>;
  read: (listing: ToolSpec, values: Record<string, unknown>, spec: ValueSpec) => Promise<NamedListing>;
  lookup: NameLookup;
};

/** Two names of one kind are found in one reading. */
function readingOnce({ readListing }: NameLookup): Search['read'] {
  const readings = new Map<string, Promise<NamedListing>>();
  return (listing, values, spec) => {
    const key = JSON.stringify([listing.name, values, spec.named_by]);
    const reading =
      readings.get(key) ??
      readListing(listing, values, ['id', 'status', ...nameMembers(spec)]).then((found) =>
        withNames(found, spec),
      );
    readings.set(key, reading);
    return reading;
  };
}

/** Those that the look-ups of others need come first; a circle, which no tool has, would stay as it is. */
function inOrder(places: NamePlace[], { exposedTool }: NameLookup): NamePlace[] {
  // The names of one argument are looked up in the same lists, and there can be a thousand of them.
  const byArgument = new Map<string, NamePlace[]>();
  const needed = new Map<string, Set<string>>();
  for (const place of places) {
    const { argument, spec } = place;
    const listing = exposedTool(spec.from_tool ?? '');
    byArgument.set(argument, byArgument.get(argument) ?? []);
    byArgument.get(argument)?.push(place);
    if (!needed.has(argument)) needed.set(argument, new Set(Object.keys(listing?.params ?? {})));
  }
  const ordered: string[] = [];
  let left = [...byArgument.keys()];
  while (left.length > 0) {
    const free = left.filter(
      (argument) => !left.some((other) => other !== argument && needed.get(argument)?.has(other)),
    );
    const next = free.length > 0 ? free : left;
    ordered.push(...next);
    left = left.filter((argument) => !next.includes(argument));
  }
  return ordered.flatMap((argument) => byArgument.get(argument) ?? []);
}

/** The project whose key is used may be given by name too, where projects can be listed. */
function keyChoice({ exposedTool }: NameLookup): ValueSpec | undefined {
  const from_tool = 'list_projects';
  if (exposedTool(from_tool) === undefined) return undefined;
  return { type: 'string', from_tool, id_prefix: ['proj_'], named_by: ['name'] };
}

/** Where nothing can be looked up: a word, a sign and more, as all of OpenAI's IDs are. */
const COULD_BE_ID = /^[a-z]+[_-][\w-]{8,}$/i;

/** What to say about one name, with its ID where it has one; undefined where the value is an ID after all, or nobody can tell. */
async function answerName(
  place: NamePlace,
  search: Search,
  suggests: boolean,
): Promise<string | { id: string; problem: string } | undefined> {
  const { argument, value, spec } = place;
  const bare = value.trim();
  if (bare !== value && looksLikeId(bare, spec)) {
    return `${argument}: ${quote(value)} has a blank at an end. Repeat the call with ${quote(bare)}.`;
  }
  const source = spec.from_tool ?? '';
  const looks = `IDs here begin with ${(spec.id_prefix ?? []).slice(0, 2).join(' or ')}`;
  const listing = search.lookup.exposedTool(source);
  if (listing === undefined) {
    search.unknown.add(argument);
    return `${argument}: ${quote(value)} is a name, not an ID. ${looks}; ${source} gives them, but it is switched off here: ask the user for the ID or to allow ${source}.`;
  }
  const parents = parentsOf(listing, search);
  if (parents === undefined) {
    if (COULD_BE_ID.test(value)) return undefined;
    search.unknown.add(argument);
    return `${argument}: ${quote(value)} is not an ID. ${looks}; ${source} gives them.`;
  }
  const given = { ...parents, ...spec.lookup_with, ...listing.fixed, ...listing.filled };
  if (!(await search.lookup.mayRead(listing, given))) {
    search.unknown.add(argument);
    return `${argument}: ${quote(value)} is a name, not an ID. ${looks}; ${source} gives them, but the policy does not let it be read here: ask the user for the ID.`;
  }
  const { items, complete, byName } = await search.read(listing, given, spec);
  if (items.some((item) => item.id === value)) return undefined;
  const named = itemsNamed(value, byName);
  const [only] = named;
  // Behind what was read another may be called the same.
  if (only !== undefined && named.length === 1 && complete) {
    search.values[argument] = only.id;
    const problem = `${argument}: ${quote(value)} is a name. Its ID is ${describe(only, spec)}. Repeat the call with the ID.`;
    return { id: String(only.id), problem };
  }
  search.unknown.add(argument);
  if (named.length > 0) {
    const all = named.slice(0, 5).map((item) => describe(item, spec));
    const count = complete ? named.length : `${named.length} or more`;
    return `${argument}: ${count} are called ${quote(value)}: ${all.join('; ')}. Repeat the call with the ID that is meant.`;
  }
  if (!complete) return beyondLookUp(place, items.length, looks);
  const close = suggests ? closest(value, items, spec) : '';
  return `${argument}: nothing has the ID or name ${quote(value)}. ${looks}; ${source} gives them.${close}`;
}

/** In a path an unknown ID is answered with 404; in a filter with nothing, which would be taken for the truth. */
function beyondLookUp(
  { argument, value, isFilter }: NamePlace,
  read: number,
  looks: string,
): string | undefined {
  if (!isFilter || COULD_BE_ID.test(value)) return undefined;
  return `${argument}: ${quote(value)} is not among the first ${read}, and the list goes on. ${looks}: ask the user for the ID.`;
}

/** The listing's own required arguments, taken from this call; undefined when one is missing or no known ID. */
function parentsOf(listing: ToolSpec, { values, unknown }: Search): Record<string, unknown> | undefined {
  const parents: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(listing.params)) {
    const shared = param.in === 'path' || param.in === 'credential';
    if (shared && unknown.has(name)) return undefined;
    if (shared && values[name] !== undefined) parents[name] = values[name];
    else if (param.required && listing.fixed?.[name] === undefined) return undefined;
  }
  return parents;
}
