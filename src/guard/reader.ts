/** Owns the reads that the guard makes by itself: one thing, or one listing, through the tools of the catalogue. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRecord } from '../tools/check-value.ts';
import { type Listing, readListing, type SendChecked } from '../tools/read-listing.ts';

export type Reader = {
  tools: readonly ToolSpec[];
  /** The one object that a `get` tool answers with. Rejects with what sending throws. */
  get(tool: ToolSpec, values: Record<string, unknown>): Promise<Record<string, unknown> | undefined>;
  list(tool: ToolSpec, values: Record<string, unknown>, mostPages: number): Promise<Listing>;
};

export function createReader(tools: readonly ToolSpec[], send: SendChecked): Reader {
  return {
    tools,
    async get(tool, values) {
      const { body } = await send(tool, { values, clear: [] });
      return isRecord(body) ? body : undefined;
    },
    list: (tool, values, mostPages) => readListing(tool, values, send, mostPages),
  };
}

/** The tool that reads what is at a path, with the arguments for it; names of path parameters may differ. */
export function toolAt(
  reader: Reader,
  method: 'get' | 'list',
  path: string,
  values: Record<string, unknown>,
): { tool: ToolSpec; values: Record<string, unknown> } | undefined {
  const tool = reader.tools.find(
    (one) => one.method === method && shapeOf(one.endpoint.path) === shapeOf(path),
  );
  if (tool === undefined) return undefined;
  const given = parametersOf(path);
  const own = Object.fromEntries(
    parametersOf(tool.endpoint.path).map((name, position) => [name, values[given[position] ?? '']]),
  );
  const project = tool.params.project_id?.in === 'credential' ? values.project_id : undefined;
  return { tool, values: { ...own, ...(project !== undefined && { project_id: project }) } };
}

/** Names of the path's parameters, in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
}

function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}

/** How the API or the network refused a read, told by its fields: errors come from another bundle's class. */
export function refusalKind(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ApiError' && 'kind' in error
    ? String(error.kind)
    : undefined;
}
