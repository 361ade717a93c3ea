/** One table in a TOML file: everything else in it keeps every byte. */
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError } from 'smol-toml';
import { asEntry, type Entry, type EntryFormat, lineBreakOf, merged, type Refusal } from './entry.ts';

const KEY = 'mcp_servers';

/** Of the header of any table: `[a.b]` or `[[a.b]]`, with a comment behind it. */
const HEADER = /^[ \t]*\[/;

type Table = Record<string, unknown>;

/**
 * A table with a header of its own can stand anywhere in a file, so a new one goes to the end. Libraries that edit
 * TOML write into other tables, or take comments away that stand behind the one that they remove.
 * @param name of our entry: letters, digits, - and _
 */
export function tomlFormat(name: string): EntryFormat {
  const isOurs = new RegExp(
    String.raw`^[ \t]*\[[ \t]*["']?${KEY}["']?[ \t]*\.[ \t]*["']?${name}["']?[ \t]*(?:\.[^\]]*)?\]`,
  );
  const write = (entry: Entry, eol: string) =>
    stringify({ [KEY]: { [name]: entry } })
      .trimEnd()
      .replaceAll('\n', eol);

  /** A list over several lines may hold one that looks like a header: whoever is misled by it is caught here. */
  const checked = (before: Table, after: string, entry: Entry | undefined): { text: string } | Refusal => {
    const values = valuesOf(after);
    if ('refused' in values) {
      return {
        refused: `writes its ${KEY} in one line, or our entry in a form that cannot be changed without the rest`,
      };
    }
    const isRight =
      isDeepStrictEqual(without(values.values, name), without(before, name)) &&
      isDeepStrictEqual(asEntry(values.values[KEY])[name], entry && parse(stringify({ entry })).entry);
    return isRight
      ? { text: after }
      : { refused: `has its entry ${name} in a form that cannot be changed without the rest` };
  };

  const find: EntryFormat['find'] = (text) => {
    const values = valuesOf(text);
    if ('refused' in values) return values;
    const servers = values.values[KEY];
    if (servers !== undefined && (typeof servers !== 'object' || Array.isArray(servers))) {
      return { refused: `has something else than tables under ${KEY}` };
    }
    const own = asEntry(servers)[name];
    return { entry: own === undefined ? undefined : asEntry(own) };
  };

  return {
    find,

    put(text, entry) {
      const found = find(text);
      if ('refused' in found) return found;
      const values = valuesOf(text);
      if ('refused' in values) return values;
      const eol = lineBreakOf(text);
      const whole = merged(found.entry, entry);
      const [first, ...others] = found.entry === undefined ? [] : spansOf(text, isOurs);
      if (first !== undefined) {
        const left = cut(text, others);
        const changed = left.slice(0, first.start) + write(whole, eol) + left.slice(first.end);
        return checked(values.values, changed, whole);
      }
      const gap = text === '' ? '' : /\n\s*\n$/.test(text) ? '' : text.endsWith('\n') ? eol : eol + eol;
      return checked(values.values, `${text}${gap}${write(whole, eol)}${eol}`, whole);
    },

    take(text) {
      const values = valuesOf(text);
      if ('refused' in values) return values;
      // The line break and the empty line in front of each go with it.
      const spans = spansOf(text, isOurs).map(({ start, end }) => ({
        start: start - (/(?:(?<=\n)\r?\n)$/.exec(text.slice(0, start))?.[0].length ?? 0),
        end: end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0),
      }));
      return checked(values.values, cut(text, spans), undefined);
    },

    snippet: (entry) => write(entry, '\n'),
  };
}

function valuesOf(text: string): { values: Table } | Refusal {
  try {
    return { values: parse(text, { integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    if (error instanceof TomlError) {
      const [what = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
      return { refused: `is no valid TOML: line ${error.line}, column ${error.column}: ${what}` };
    }
    return { refused: 'is nested too deeply to be read' };
  }
}

function without(values: Table, name: string): Table {
  const { [KEY]: servers, ...others } = values;
  const { [name]: _, ...left } = asEntry(servers);
  return Object.keys(left).length > 0 ? { ...others, [KEY]: left } : others;
}

/** Comments and texts, so that neither is taken for the other. */
const COMMENTS_AND_TEXTS = /#[^\n]*|"""(?:\\[\s\S]|[^\\])*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/g;

/** As long as before, with nothing in texts of several lines that looks like a header. */
function withoutLongTexts(text: string): string {
  return text.replace(COMMENTS_AND_TEXTS, (found) =>
    /^(?:"""|''')/.test(found) ? found.replace(/[^\r\n]/g, 'x') : found,
  );
}

type Span = { start: number; end: number };

/** From a header of ours to the last line in its table that says something: comments behind it belong to what follows. */
function spansOf(text: string, isOurs: RegExp): Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  let offset = 0;
  for (const line of withoutLongTexts(text).split(/(?<=\n)/)) {
    const end = offset + line.replace(/\r?\n$/, '').length;
    if (HEADER.test(line)) {
      open = isOurs.test(line) ? { start: offset, end } : undefined;
      if (open !== undefined) spans.push(open);
    } else if (open !== undefined && !/^\s*(?:#|$)/.test(line)) {
      open.end = end;
    }
    offset += line.length;
  }
  return spans;
}

function cut(text: string, spans: Span[]): string {
  return spans.toReversed().reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
}
