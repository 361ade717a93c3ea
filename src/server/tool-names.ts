/** The names of tools as clients and models see them: with the prefix of `--tool-prefix`, or as they are. */
import { isRecord } from '../model/record.ts';
import { allNames, byEveryName, type ToolSpec } from '../specs/catalogue.ts';
import { toolSlip } from '../specs/tool-slip.ts';
import type { ListedTool } from '../tools/describe.ts';

export type ToolNames = {
  shown(name: string): string;
  /** The name behind a shown one; undefined for one without the prefix. */
  bare(shown: string): string | undefined;
  /** A text of ours with the names in it as they are shown. */
  inText(text: string): string;
  /** The same for every text within a value. */
  within<Value>(value: Value): Value;
  /** A result whose notes and ready calls are ours and whose rest is data. */
  inNotes(result: Record<string, unknown>): Record<string, unknown>;
};

/** Where nothing stands before names. */
export const BARE_NAMES: ToolNames = {
  shown: (name) => name,
  bare: (name) => name,
  inText: (text) => text,
  within: (value) => value,
  inNotes: (result) => result,
};

/** What stays as it is: words of others, which are quoted, and filters, which take bare names. */
const KEPT = '"(?:[^"\\\\]|\\\\.)*"|(?:--(?:exclude-)?tools|OPENAI_ADMIN_MCP_(?:EXCLUDE_)?TOOLS)[ =]\\S+';

export function prefixedNames(prefix: string, names: readonly string[]): ToolNames {
  const start = /[_-]$/.test(prefix) ? prefix : `${prefix}_`;
  // A name of one word, such as find, is a word of every sentence: our texts put it in backquotes where the tool is meant.
  const forms = names.map((name) => (name.includes('_') ? `\\b${name}\\b` : `(?<=\`)${name}(?=\`)`));
  const pattern = new RegExp(`${KEPT}|(?<name>${forms.join('|')})`, 'g');
  const shown = (name: string) => start + name;
  const inText = (text: string) =>
    text.replace(pattern, (whole, name?: string) => (name === undefined ? whole : shown(name)));
  const within = <Value>(value: Value): Value => mapTexts(value, inText) as Value;
  /** Their arguments are data. */
  const calls = (member: unknown) =>
    Array.isArray(member)
      ? member.map((call) =>
          isRecord(call) && typeof call.tool === 'string' ? { ...call, tool: shown(call.tool) } : call,
        )
      : member;
  return {
    shown,
    bare: (name) => (name.startsWith(start) ? name.slice(start.length) : undefined),
    inText,
    within,
    inNotes: (result) =>
      Object.fromEntries(
        Object.entries(result).map(([name, member]) => [
          name,
          /^(notes?|stopped)$/.test(name) ? within(member) : name === 'take_back' ? calls(member) : member,
        ]),
      ),
  };
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]));
}

/** The tool as it is listed. */
export function listedAs(tool: ListedTool, names: ToolNames): ListedTool {
  return {
    ...tool,
    name: names.shown(tool.name),
    description: names.inText(tool.description),
    inputSchema: names.within(tool.inputSchema),
  };
}

/** The tool that is meant by a name which is none, or which it had. */
export function toolMeant(given: string, tools: readonly ToolSpec[]): ToolSpec | undefined {
  return byEveryName(tools).get(meantName(given, tools.flatMap(allNames)) ?? '');
}

/**
 * The name that is meant by one which is none: a slip, or a name with what a client puts before it, such as
 * `mcp__openai-admin__list_projects`.
 */
export function meantName(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const [behind] = names
    .filter(
      (name) =>
        wanted === name || (wanted.endsWith(name) && /[^a-z0-9]$/.test(wanted.slice(0, -name.length))),
    )
    .sort((one, other) => other.length - one.length);
  const last = wanted.split(/__|[.:/]/).at(-1) ?? '';
  return behind ?? toolSlip(given, names) ?? toolSlip(last, names);
}
