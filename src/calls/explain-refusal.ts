/** What a refusal means for this tool: which argument OpenAI speaks of, and where a better value comes from. */
import type { ApiError } from '../openai/api-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { CURSOR_PARAMETER } from '../tools/cursor.ts';
import { namedIds } from '../tools/named-ids.ts';

/** The error's message for the caller of this tool. `isExposed` tells which tools may be advised. */
export function explainRefusal(
  tool: ToolSpec,
  values: Record<string, unknown>,
  error: ApiError,
  isExposed: (tool: string) => boolean,
): string {
  // What comes from a wrong URL is about no ID.
  const isAtWrongUrl = error.reason === 'no_such_address' || error.reason === 'nothing_there';
  if (error.kind === 'not_found' && !isAtWrongUrl) {
    return explainUnknown(tool, values, error, isExposed);
  }
  // Only OpenAI speaks of its parameters.
  const names = error.reason === 'cursor' || error.kind === 'network' ? [] : renamed(tool, error);
  return [error.message, ...names].join(' ');
}

/** Something that the caller gave and by which OpenAI may know nothing. */
type Suspect = { argument: string; value: string; spec: ValueSpec };

function explainUnknown(
  tool: ToolSpec,
  values: Record<string, unknown>,
  error: ApiError,
  isExposed: (tool: string) => boolean,
): string {
  const suspects = blame(suspectsOf(tool, values), tool, error);
  const sources = [...new Set(suspects.flatMap(({ spec }) => spec.from_tool ?? []))].filter(isExposed);
  const from = sources.length === 0 ? [] : [`IDs come from ${sources.join(' and ')}.`];
  const known = [...new Set(suspects.flatMap(({ spec }) => spec.when_unknown ?? []))];
  if (known.length > 0) return [error.statement, ...known, ...from].join(' ');
  const last = suspects.at(-1)?.argument;
  if (tool.method === 'delete' && last !== undefined && tool.endpoint.path.endsWith(`{${last}}`)) {
    return [error.statement, GONE, ...from].join(' ');
  }
  return [error.message, ...from].join(' ');
}

const GONE = 'If it was removed before, nothing is left to do; else check the ID.';

function suspectsOf(tool: ToolSpec, values: Record<string, unknown>): Suspect[] {
  const ids = namedIds(tool, values).map(({ argument, id, spec }) => ({ argument, value: id, spec }));
  const others = Object.entries(tool.params).flatMap(([argument, spec]) => {
    const value = values[argument];
    const isNamed = spec.when_unknown !== undefined && ids.every((id) => id.argument !== argument);
    return isNamed && typeof value === 'string' ? [{ argument, value, spec }] : [];
  });
  return [...ids, ...others];
}

/** Those that OpenAI's answer speaks of: by value, by parameter, by the first noun; all of them when it names none. */
function blame(suspects: Suspect[], tool: ToolSpec, { words, param, code = '' }: ApiError): Suspect[] {
  const quoted = suspects.filter(({ value }) => value.length > 2 && words.includes(value));
  if (quoted.length > 0) return quoted;
  const root = partsOf(param)[0];
  const named = suspects.filter(({ argument, spec }) => root === (spec.wire ?? argument));
  if (named.length > 0) return named;
  const told = `${code} ${words}`.toLowerCase().replaceAll(/[_-]/g, ' ');
  const places = suspects
    .map((suspect) => ({ suspect, at: firstPlace(told, nounsOf(suspect, tool)) }))
    .filter(({ at }) => at >= 0);
  const first = Math.min(...places.map(({ at }) => at));
  const nearest = places.filter(({ at }) => at === first).map(({ suspect }) => suspect);
  return nearest.length > 0 ? nearest : suspects;
}

/** What people call it: the words of its argument, and of those that may stand in its place. */
function nounsOf({ argument }: Suspect, tool: ToolSpec): string[] {
  const alternatives = tool.exactlyOneOf.filter((group) => group.includes(argument)).flat();
  return [argument, ...alternatives].map((name) => name.replace(/_ids?$/, '').replaceAll('_', ' '));
}

function firstPlace(text: string, nouns: string[]): number {
  const places = nouns.map((noun) => text.search(new RegExp(`\\b${noun}\\b`))).filter((place) => place >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** OpenAI's names of arguments that have another one here. */
function renamed(tool: ToolSpec, { param, words }: ApiError): string[] {
  const quoted = [...words.matchAll(/['"`]([\w.[\]]+)['"`]/g)].map((match) => match[1]);
  const told = new Set([param, ...quoted].flatMap(partsOf));
  const aliases = new Map<string, string[]>();
  const add = (wire: string, text: string) => aliases.set(wire, [...(aliases.get(wire) ?? []), text]);
  if (tool.pagination !== undefined) add(CURSOR_PARAMETER[tool.pagination], 'cursor');
  for (const [name, spec] of Object.entries(tool.params)) collect(name, spec, add);
  return [...told].flatMap((wire) => {
    const names = aliases.get(wire);
    return names === undefined ? [] : [`What OpenAI calls ${wire} is ${names.join(' or ')} here.`];
  });
}

function collect(name: string, spec: ValueSpec, add: (wire: string, text: string) => void): void {
  const wire = spec.wire;
  if (wire !== undefined && wire !== name) {
    add(wire, spec.type === 'usd' ? `${name} (in dollars, where OpenAI counts cents)` : name);
  }
  for (const [member, inner] of Object.entries({ ...spec.properties, ...spec.items?.properties })) {
    collect(member, inner, add);
  }
}

/** `effective_at[gte]`, `projects[0].role` and `metadata.key` name several things at once. */
function partsOf(name: string | undefined): string[] {
  return name === undefined ? [] : name.split(/[.[\]]+/).filter((part) => part !== '');
}
