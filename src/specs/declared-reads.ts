/** Whether a user's own `query`, a POST that is said to read, may count as a read: what is known decides, then its file. */
import type { ToolSpec } from './catalogue.ts';
import type { ToolInFile } from './check-tools.ts';
import { shapeOf } from './record-source.ts';
import type { SpecMistake } from './spec-error.ts';

/** A query that could reach what a built-in tool changes is a mistake, whatever its file says. */
export function checkReads(entries: ToolInFile[], builtIn: ToolSpec[]): SpecMistake[] {
  return entries.flatMap(({ tool, document }) => {
    const writes = tool.method === 'query' && !isKnownRead(tool, builtIn) && knownWrite(tool, builtIn);
    if (!writes) return [];
    const { method, path } = writes.endpoint;
    const message = `method: ${tool.endpoint.method} ${tool.endpoint.path} can reach ${method} ${path}, which writes (${writes.name}); write a method that writes, with risk`;
    return [document.mistakeAt(['tools', tool.name, 'method'], message)];
  });
}

/** As it counts: a query that nothing vouches for is an action, of the class that a person approves by default. */
export function settleRead(tool: ToolSpec, builtIn: ToolSpec[]): ToolSpec {
  if (tool.method !== 'query' || tool.reads !== undefined || isKnownRead(tool, builtIn)) return tool;
  return { ...tool, method: 'action', declaredQuery: true, risk: UNKNOWN };
}

const UNKNOWN = {
  class: 'irreversible',
  because: 'Its file calls it a query and does not say why it only reads.',
} as const;

/** For whoever starts the server: what counts as a read on the word of a file, and what does not for want of it. */
export function describeDeclaredReads(tools: readonly ToolSpec[]): string[] {
  const named = ({ name, endpoint: { method, path } }: ToolSpec) => `${name} (${method} ${path}`;
  const believed = tools.filter((tool) => tool.reads !== undefined);
  const doubted = tools.filter((tool) => tool.declaredQuery);
  return [
    ...(believed.length === 0
      ? []
      : [
          `Count as reads on the word of --tool-specs: ${believed.map((tool) => `${named(tool)}: ${tool.reads})`).join('; ')}`,
        ]),
    ...(doubted.length === 0
      ? []
      : [
          `Count as writes, since no reads: true with because: is in their file: ${doubted.map((tool) => `${named(tool)})`).join('; ')}`,
        ]),
  ];
}

function isKnownRead({ endpoint }: ToolSpec, builtIn: ToolSpec[]): boolean {
  return builtIn.some(
    (known) =>
      known.method === 'query' &&
      known.endpoint.method === endpoint.method &&
      shapeOf(known.endpoint.path) === shapeOf(endpoint.path),
  );
}

function knownWrite({ endpoint }: ToolSpec, builtIn: ToolSpec[]): ToolSpec | undefined {
  return builtIn.find(
    (known) =>
      known.method !== 'query' &&
      known.endpoint.method === endpoint.method &&
      canMeet(known.endpoint.path, endpoint.path),
  );
}

/** Whether one request can fit both; an argument may be any part. */
function canMeet(one: string, other: string): boolean {
  const [parts, others] = [one.split('/'), other.split('/')];
  return (
    parts.length === others.length &&
    parts.every((part, at) => part === others[at] || part.includes('{') || others[at]?.includes('{'))
  );
}
