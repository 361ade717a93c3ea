/** Answering a name where an ID belongs: the ID behind it, or the candidates, by an ordinary list read. */
import type { Listing } from '../reading/read-listing.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { nearestFew } from '../text/nearest.ts';
import { shownForm, textBehind } from '../text/shown-form.ts';
import { ArgumentError } from '../tools/argument-error.ts';

/** Reads a whole listing through the ordinary call path. */
export type ReadListing = (tool: ToolSpec, values: Record<string, unknown>) => Promise<Listing>;

/** What the look-up may use: tools that the filters allow, nothing else. */
export type NameLookup = { exposedTool(name: string): ToolSpec | undefined; readListing: ReadListing };

/**
 * Checks every ID argument whose value does not look like one. Sends nothing for real IDs.
 * @throws ArgumentError with the ID to use instead, the candidates, or where IDs come from.
 */
export async function refuseNames(
  tool: ToolSpec,
  values: Record<string, unknown>,
  lookup: NameLookup,
): Promise<void> {
  for (const [name, param] of Object.entries(tool.params)) {
    const given = values[name];
    const spec =
      param.in === 'credential'
        ? keyChoice(lookup)
        : param.type === 'array' && param.items
          ? param.items
          : param;
    if (given === undefined || spec?.id_prefix === undefined) continue;
    for (const value of Array.isArray(given) ? given : [given]) {
      if (typeof value === 'string' && !looksLikeId(value, spec)) {
        await refuseName(name, value, spec, values, lookup);
      }
    }
  }
}

/** The project whose key is used may be given by name too, where projects can be listed. */
function keyChoice({ exposedTool }: NameLookup): ValueSpec | undefined {
  const from_tool = 'list_projects';
  if (exposedTool(from_tool) === undefined) return undefined;
  return { type: 'string', from_tool, id_prefix: ['proj_'], named_by: ['name'] };
}

function looksLikeId(value: string, spec: ValueSpec): boolean {
  return (spec.id_prefix ?? []).some((prefix) => value.startsWith(prefix)) && !/\s/.test(value);
}

/** Where nothing can be looked up: a word, a sign and more, as all of OpenAI's IDs are. */
const COULD_BE_ID = /^[a-z]+[_-][\w-]{8,}$/i;

async function refuseName(
  argument: string,
  value: string,
  spec: ValueSpec,
  values: Record<string, unknown>,
  lookup: NameLookup,
): Promise<void> {
  const source = spec.from_tool ?? '';
  const looks = `IDs here begin with ${(spec.id_prefix ?? []).slice(0, 2).join(' or ')}`;
  const listing = lookup.exposedTool(source);
  if (listing === undefined) {
    throw new ArgumentError([
      `${argument}: ${quote(value)} is a name, not an ID. ${looks}; ${source} gives them, but it is switched off here: ask the user for the ID or to allow ${source}.`,
    ]);
  }
  const parents = parentsOf(listing, values);
  if (parents === undefined) {
    if (COULD_BE_ID.test(value)) return;
    throw new ArgumentError([`${argument}: ${quote(value)} is not an ID. ${looks}; ${source} gives them.`]);
  }
  const given = { ...parents, ...spec.lookup_with, ...listing.fixed, ...listing.filled };
  const { items, complete } = await lookup.readListing(listing, given);
  if (items.some((item) => item.id === value)) return;
  const named = items.filter((item) => namesOf(item, spec).some((name) => sameName(name, value)));
  const [only] = named;
  if (only !== undefined && named.length === 1) {
    throw new ArgumentError([
      `${argument}: ${quote(value)} is a name. Its ID is ${describe(only, spec)}. Repeat the call with the ID.`,
    ]);
  }
  if (named.length > 1) {
    const all = named.slice(0, 5).map((item) => describe(item, spec));
    throw new ArgumentError([
      `${argument}: ${named.length} are called ${quote(value)}: ${all.join('; ')}. Repeat the call with the ID that is meant.`,
    ]);
  }
  if (!complete) return;
  const close = closest(value, items, spec);
  throw new ArgumentError([
    `${argument}: nothing has the ID or name ${quote(value)}. ${looks}; ${source} gives them.${close}`,
  ]);
}

/** The listing's own required arguments, taken from this call; undefined when one is missing. */
function parentsOf(listing: ToolSpec, values: Record<string, unknown>): Record<string, unknown> | undefined {
  const parents: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(listing.params)) {
    const shared = param.in === 'path' || param.in === 'credential';
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
