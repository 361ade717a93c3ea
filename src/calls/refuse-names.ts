/** Answering a name where an ID belongs: the ID behind it, or the candidates, by an ordinary list read. */
import type { Listing } from '../reading/read-listing.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { nearestFew } from '../text/nearest.ts';
import { shownForm, textBehind } from '../text/shown-form.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { type NamePlace, namesAmongIds } from './names-among-ids.ts';

/** Reads a whole listing through the ordinary call path. */
export type ReadListing = (tool: ToolSpec, values: Record<string, unknown>) => Promise<Listing>;

/** What the look-up may use: tools that the filters allow, nothing else. */
export type NameLookup = { exposedTool(name: string): ToolSpec | undefined; readListing: ReadListing };

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
  const places = namesAmongIds(tool, values, keyChoice(lookup));
  if (places.length === 0) return;
  const search: Search = { values: { ...values }, unknown: new Set(), lookup: readingOnce(lookup) };
  const problems: string[] = [];
  const failures: unknown[] = [];
  for (const place of inOrder(places, lookup)) {
    try {
      const problem = await answerName(place, search);
      if (problem !== undefined) problems.push(problem);
    } catch (error) {
      search.unknown.add(place.argument);
      failures.push(error);
    }
  }
  if (problems.length > 0) throw new ArgumentError(problems);
  // Reading went wrong before anything could be said about the names.
  if (failures.length > 0) throw failures[0];
}

/** What is known while the names of one call are looked up. */
type Search = {
  /** The call's values, with IDs in place of the names that were found. */
  values: Record<string, unknown>;
  /** Arguments whose ID is not known, so that nothing below them can be looked up. */
  unknown: Set<string>;
  lookup: NameLookup;
};

/** Two names of one kind are found in one reading. */
function readingOnce({ exposedTool, readListing }: NameLookup): NameLookup {
  const readings = new Map<string, Promise<Listing>>();
  return {
    exposedTool,
    readListing(listing, values) {
      const key = JSON.stringify([listing.name, values]);
      const reading = readings.get(key) ?? readListing(listing, values);
      readings.set(key, reading);
      return reading;
    },
  };
}

/** Those that the look-ups of others need come first; a circle, which no tool has, would stay as it is. */
function inOrder(places: NamePlace[], { exposedTool }: NameLookup): NamePlace[] {
  const needs = ({ spec }: NamePlace) => Object.keys(exposedTool(spec.from_tool ?? '')?.params ?? {});
  const ordered: NamePlace[] = [];
  let left = places;
  while (left.length > 0) {
    const free = left.filter(
      (place) => !left.some((other) => other !== place && needs(place).includes(other.argument)),
    );
    const next = free.length > 0 ? free : left;
    ordered.push(...next);
    left = left.filter((place) => !next.includes(place));
  }
  return ordered;
}

/** The project whose key is used may be given by name too, where projects can be listed. */
function keyChoice({ exposedTool }: NameLookup): ValueSpec | undefined {
  const from_tool = 'list_projects';
  if (exposedTool(from_tool) === undefined) return undefined;
  return { type: 'string', from_tool, id_prefix: ['proj_'], named_by: ['name'] };
}

/** Where nothing can be looked up: a word, a sign and more, as all of OpenAI's IDs are. */
const COULD_BE_ID = /^[a-z]+[_-][\w-]{8,}$/i;

/** What to say about one name; undefined where the value is an ID after all, or nobody can tell. */
async function answerName({ argument, value, spec }: NamePlace, search: Search): Promise<string | undefined> {
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
  const { items, complete } = await search.lookup.readListing(listing, given);
  if (items.some((item) => item.id === value)) return undefined;
  const named = itemsNamed(value, items, spec);
  const [only] = named;
  if (only !== undefined && named.length === 1) {
    search.values[argument] = only.id;
    return `${argument}: ${quote(value)} is a name. Its ID is ${describe(only, spec)}. Repeat the call with the ID.`;
  }
  search.unknown.add(argument);
  if (named.length > 1) {
    const all = named.slice(0, 5).map((item) => describe(item, spec));
    return `${argument}: ${named.length} are called ${quote(value)}: ${all.join('; ')}. Repeat the call with the ID that is meant.`;
  }
  if (!complete) return undefined;
  const close = closest(value, items, spec);
  return `${argument}: nothing has the ID or name ${quote(value)}. ${looks}; ${source} gives them.${close}`;
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

function closest(value: string, items: Record<string, unknown>[], spec: ValueSpec): string {
  const byName = new Map(items.map((item) => [namesOf(item, spec)[0] ?? '', item]));
  byName.delete('');
  const near = nearestFew(value, [...byName.keys()], 3)
    .map((name) => byName.get(name))
    .filter((item) => item !== undefined);
  return near.length === 0 ? '' : ` Closest: ${near.map((item) => describe(item, spec)).join('; ')}.`;
}

function namesOf(item: Record<string, unknown>, spec: ValueSpec): string[] {
  return (spec.named_by ?? ['name']).flatMap((field) => {
    const name = item[field];
    return typeof name === 'string' ? [name] : [];
  });
}

/** Those with just this name; where there are none, those whose name was copied out of JSON with its escapes. */
function itemsNamed(
  value: string,
  items: Record<string, unknown>[],
  spec: ValueSpec,
): Record<string, unknown>[] {
  for (const reading of [value, ...copiedFromJson(value)]) {
    const named = items.filter((item) => namesOf(item, spec).some((name) => sameName(name, reading)));
    if (named.length > 0) return named;
  }
  return [];
}

/** Answers are JSON in a text, where a backslash is written twice and any character may be \\u and four digits. */
function copiedFromJson(value: string): string[] {
  const once = value
    .replaceAll('\\\\', '\\')
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["/])/g, '$1');
  // The shown form was read already, and left the first of its two backslashes.
  const alone = once.replace(STRAY_BACKSLASH, '');
  return [...new Set([once, textBehind(once), alone, textBehind(alone)])].filter((text) => text !== value);
}

const STRAY_BACKSLASH = /\\(?=\p{Cf}|\p{Cc}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point})/gu;

/** Whether a value is the name, as it is or as our sentences show it: on one line, and cut where it is long. */
function sameName(name: string, value: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
  const line = textBehind(oneLine(shownForm(name)));
  return plain(value) === plain(name) || plain(value) === plain(line);
}

function describe(item: Record<string, unknown>, spec: ValueSpec): string {
  const status = typeof item.status === 'string' ? `, ${oneLine(item.status)}` : '';
  return `${oneLine(String(item.id))} (${quote(namesOf(item, spec)[0] ?? '')}${status})`;
}
