/** One entry in a JSON file with comments: everything else in it keeps every byte. */
import { isDeepStrictEqual } from 'node:util';
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import {
  asEntry,
  type Entry,
  type EntryFormat,
  lineBreakOf,
  merged,
  positionOf,
  type Refusal,
} from './entry.ts';

/** What the text is made of, as far as it concerns us. */
type Parsed = { root: Node | undefined; servers: Node | undefined; own: Node | undefined };

/**
 * @param key of the object that holds all servers, such as mcpServers
 * @param name of our entry in it
 */
export function jsonFormat(key: string, name: string): EntryFormat {
  const parse = (text: string) => parsed(text, key, name);
  const without = (text: string): Entry => {
    const { [key]: servers, ...others } = asEntry(contentOf(text));
    const { [name]: _, ...left } = asEntry(servers);
    return Object.keys(left).length > 0 ? { ...others, [key]: left } : others;
  };
  const checked = (before: string, after: string): { text: string } | Refusal => {
    const again = parse(after);
    if ('refused' in again) return again;
    return isDeepStrictEqual(without(before), without(after))
      ? { text: after }
      : { refused: 'would lose something else by the change' };
  };

  return {
    find(text) {
      const found = parse(text);
      if ('refused' in found) return found;
      return { entry: found.own && asEntry(getNodeValue(valueNode(found.own))) };
    },

    put(text, entry) {
      const found = parse(text);
      if ('refused' in found) return found;
      const { root, servers, own } = found;
      const eol = lineBreakOf(text);
      const unit = indentUnit(text, root);
      const write = (value: unknown, indent: string) =>
        JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);
      if (own !== undefined) {
        const node = valueNode(own);
        const value = merged(asEntry(getNodeValue(node)), entry);
        const isFlat = !text.slice(node.offset, node.offset + node.length).includes('\n');
        const isShort = isFlat && (node.children ?? []).length > 0;
        const written = isShort ? JSON.stringify(value) : write(value, indentAt(text, own.offset));
        return checked(text, spliced(text, node.offset, node.offset + node.length, written));
      }
      if (root === undefined) {
        const start = text === '' || /[\r\n]$/.test(text) ? text : text + eol;
        return checked(text, `${start}${write({ [key]: { [name]: entry } }, '')}${eol}`);
      }
      const [object, member, value] =
        servers === undefined ? [root, key, { [name]: entry }] : [servers, name, entry];
      return checked(text, withMember(text, object, { member, value, eol, unit, write }));
    },

    take(text) {
      const found = parse(text);
      if ('refused' in found) return found;
      const { servers, own } = found;
      return servers === undefined || own === undefined
        ? { text }
        : checked(text, withoutMember(text, servers, own));
    },

    snippet: (entry) => JSON.stringify({ [key]: { [name]: entry } }, null, 2),
  };
}

function parsed(text: string, key: string, name: string): Parsed | Refusal {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  } catch {
    return { refused: 'is nested too deeply to be read' };
  }
  const [error] = errors;
  if (error !== undefined) {
    const what = printParseErrorCode(error.error)
      .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      .toLowerCase();
    return { refused: `is no valid JSON: ${positionOf(text, error.offset)}: ${what}` };
  }
  const servers = root && member(text, root, key);
  if (servers !== undefined && 'refused' in servers) return servers;
  const own = servers?.node && member(text, valueNode(servers.node), name);
  if (own !== undefined && 'refused' in own) return own;
  return { root, servers: servers?.node && valueNode(servers.node), own: own?.node };
}

/** The one member of this name; where there are two, programs differ in which one counts. */
function member(text: string, object: Node, name: string): { node: Node | undefined } | Refusal {
  if (object.type !== 'object') {
    return {
      refused: `has ${withArticle(object.type)} at ${positionOf(text, object.offset)}, where an object belongs`,
    };
  }
  const [first, second] = (object.children ?? []).filter(({ children }) => children?.[0]?.value === name);
  return first !== undefined && second !== undefined
    ? {
        refused: `has ${JSON.stringify(name)} twice, at ${positionOf(text, first.offset)} and ${positionOf(text, second.offset)}; clients differ in which one they read`,
      }
    : { node: first };
}

function withArticle(type: string): string {
  return type === 'null' ? 'null' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function valueNode({ children, offset }: Node): Node {
  return children?.[1] ?? { type: 'null', offset, length: 0 };
}

type NewMember = {
  member: string;
  value: unknown;
  eol: string;
  unit: string;
  write: (value: unknown, indent: string) => string;
};

/** At the beginning of the object: behind its last member, that member's comment would come to stand behind ours. */
function withMember(text: string, object: Node, { member, value, eol, unit, write }: NewMember): string {
  const start = object.offset + 1;
  const rest = text.slice(start, object.offset + object.length);
  const comment = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=[\r\n]))/.exec(rest)?.[0] ?? '';
  const at = start + comment.length;
  const [first] = object.children ?? [];
  const outer = indentAt(text, object.offset);
  if (first === undefined) {
    const inner = outer + unit;
    const end = /[\r\n]/.test(rest) ? '' : eol + outer;
    return spliced(text, at, at, `${eol}${inner}${JSON.stringify(member)}: ${write(value, inner)}${end}`);
  }
  const gap = text.slice(start, first.offset);
  if (!/[\r\n]/.test(gap)) {
    const space = /^\s*/.exec(gap)?.[0] ?? '';
    return spliced(text, start, start, `${space}${JSON.stringify(member)}: ${JSON.stringify(value)},`);
  }
  const inner = indentAt(text, first.offset);
  return spliced(text, at, at, `${eol}${inner}${JSON.stringify(member)}: ${write(value, inner)},`);
}

/** The comma goes too: the one behind it, or else the one in front. Comments around it stay. */
function withoutMember(text: string, object: Node, own: Node): string {
  const end = own.offset + own.length;
  const blank = /\s*$/.exec(text.slice(0, own.offset))?.[0].length ?? 0;
  const start = own.offset - blank;
  const behind = commaAfter(text, end);
  if (behind !== undefined) return spliced(text, start, behind + 1, text.slice(end, behind));
  const siblings = object.children ?? [];
  const before = siblings[siblings.indexOf(own) - 1];
  const comma = before && commaAfter(text, before.offset + before.length);
  const left = spliced(text, start, end, '');
  return comma === undefined ? left : spliced(left, comma, comma + 1, '');
}

/** Behind nothing but blanks and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const [found] = /^(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(offset)) ?? [];
  return found === undefined ? undefined : offset + found.length - 1;
}

function spliced(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** The white space at the beginning of the line. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1,
  );
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** As the file has it for its outermost members. */
function indentUnit(text: string, root: Node | undefined): string {
  const first = root?.children?.[0];
  const indent = first === undefined ? '' : indentAt(text, first.offset);
  return indent === '' || indent === text ? '  ' : indent;
}

function contentOf(text: string): unknown {
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  return root && getNodeValue(root);
}
