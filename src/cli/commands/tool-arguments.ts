/** Arguments of a tool as they are typed: `--arg name=value`, or one JSON object. Pure. */
import { isRecord } from '../../model/record.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ToolSpec } from '../../specs/catalogue.ts';
import { quote } from '../../text/clean.ts';

/** @throws SettingsError for words that are no pair of name and value */
export function readPairs(words: readonly string[], tool: ToolSpec | undefined): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) {
      throw new SettingsError([`--arg ${quote(word)}: write name=value, as in --arg limit=5.`]);
    }
    const name = word.slice(0, at);
    const value = typedValue(word.slice(at + 1), tool?.params[name]?.type);
    const before = given[name];
    given[name] = before === undefined ? value : [before, value].flat();
  }
  return given;
}

/** Of options that are named as the arguments are, with hyphens for underscores. */
export function readWords(options: Record<string, unknown>, tool: ToolSpec): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries(tool.params)) {
    const word = options[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    if (typeof word === 'string') given[name] = typedValue(word, type);
    else if (word !== undefined) given[name] = word;
  }
  return given;
}

/** Texts stay as they are typed; all else may be JSON. What it should be is checked as for every caller. */
function typedValue(text: string, type: string | undefined): unknown {
  if (type === 'string' || type === 'timestamp') return text;
  try {
    return JSON.parse(text);
  } catch {
    return type === 'array' ? text.split(',') : text;
  }
}

/** @throws SettingsError for anything else than an object */
export function readObject(text: string): Record<string, unknown> {
  const value = parsed(text);
  if (isRecord(value)) return value;
  throw new SettingsError(['--json: write one JSON object of arguments, or - to read it from stdin.']);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
