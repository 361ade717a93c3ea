/** What may stand in a path, and which text that may not is looked up as a name instead. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { quote } from '../text/clean.ts';
import { ArgumentError } from './argument-error.ts';

/** Longer identifiers than this do not exist; they only serve to fill a request. */
const MAX_LENGTH = 512;

/**
 * What must never stand in a path: separators, escapes that a proxy may decode, and control characters.
 * Encoding alone does not help, since a server may decode twice (CVE-2026-32871), and some take what stands behind `;`
 * away before they read dots.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const HOSTILE = /[/\\%?#\u0000-\u001f\u007f-\u009f\u2028\u2029]|^\.{1,2}(?:;|$)|^\s*$/u;

/** Of those, what is written to get somewhere else in a path and not to call a project by its name. */
const NEVER_A_NAME =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|(?:^|[/\\])\.{1,2}(?:[;/\\]|$)|%[0-9a-f]{2}|^[/\\?#%]|^[^\p{L}\p{N}]*$/iu;

/** A blank between words, as in `Search/Ads team` and `100% remote`: an ID or a path has none. */
const WORDS = /\S +\S/u;

/** How a name is written that holds quotes or what cannot be seen; the latter stands between others in a name. */
const ESCAPES = /\\+(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|["/\\])|(?<=[\p{L}\p{N}])\\+\p{Cf}(?=[\p{L}\p{N}])/giu;

/** What can be nothing but a name is looked up for its ID, and never sent itself. */
export function canBeGivenForPath(text: string, spec: ValueSpec): boolean {
  if (text.length > MAX_LENGTH) return false;
  if (!HOSTILE.test(text)) return true;
  if (spec.id_prefix === undefined || looksLikeId(text, spec) || NEVER_A_NAME.test(text)) return false;
  return WORDS.test(text) || !HOSTILE.test(text.replace(ESCAPES, ''));
}

export function looksLikeId(value: string, spec: ValueSpec): boolean {
  return (spec.id_prefix ?? []).some((prefix) => value.startsWith(prefix)) && !/\s/.test(value);
}

/** @throws ArgumentError for what no path may hold, such as a name that no look-up could answer */
export function checkPathValues(tool: ToolSpec, values: Record<string, unknown>): void {
  const problems = Object.entries(tool.params).flatMap(([name, param]) => {
    const value = values[name];
    const isRefused =
      param.in === 'path' && typeof value === 'string' && (value.length > MAX_LENGTH || HOSTILE.test(value));
    return isRefused ? [`${name}: ${cannotBeId(value, param)}`] : [];
  });
  if (problems.length > 0) throw new ArgumentError(problems);
}

export function cannotBeId(value: string, { from_tool }: ValueSpec): string {
  return `${quote(value)} cannot be an ID.${from_tool === undefined ? '' : ` Take it from ${from_tool}.`}`;
}
