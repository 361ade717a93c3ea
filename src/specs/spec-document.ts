/** Reading one YAML text into plain data while remembering where each key stands. */
import {
  type Document,
  isAlias,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import type { SpecMistake } from './spec-error.ts';
import { beyondBounds } from './yaml-bounds.ts';

/** A parsed YAML file that can say where a path of keys stands in its text. */
export type SpecDocument = {
  data: unknown;
  syntaxMistakes: SpecMistake[];
  /** A mistake at the deepest key of `path` that exists in the text. */
  mistakeAt(path: readonly PropertyKey[], message: string): SpecMistake;
};

/** Reads YAML 1.2 with merge keys; syntax errors are returned, never thrown. */
export function readSpecDocument(file: string, text: string): SpecDocument {
  const beyond = beyondBounds(text);
  if (beyond !== undefined) {
    const only: SpecMistake = { file, line: 1, column: 1, message: beyond };
    return { data: undefined, syntaxMistakes: [only], mistakeAt: (_, message) => ({ ...only, message }) };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const mistake = (offset: number, message: string): SpecMistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  const syntaxMistakes = [...document.errors, ...document.warnings].map((error) =>
    mistake(error.pos[0], error.message),
  );
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      syntaxMistakes.push(mistake(startOf(alias) ?? 0, `*${alias.source}: no anchor of this name above`));
    },
  });
  let data: unknown;
  try {
    if (syntaxMistakes.length === 0) data = document.toJS();
  } catch (error) {
    // What only reading finds, such as a merge key whose value is no mapping; the library gives no place.
    syntaxMistakes.push(mistake(0, error instanceof Error ? error.message : 'cannot be read'));
  }
  return {
    data,
    syntaxMistakes,
    mistakeAt: (path, message) => mistake(offsetOf(document, path), message),
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    const step = stepInto(node, key);
    if (step === undefined) break;
    offset = startOf(step.at) ?? offset;
    node = step.next;
  }
  return offset;
}

function stepInto(node: unknown, key: PropertyKey): { at: unknown; next: unknown } | undefined {
  if (isMap(node)) {
    const pair = (node.items as Pair<unknown, unknown>[]).find((item) => String(item.key) === String(key));
    return pair && { at: pair.key, next: pair.value };
  }
  if (isSeq(node) && typeof key === 'number') {
    const item = node.items[key];
    return item === undefined ? undefined : { at: item, next: item };
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
