/** Reads that the program makes by itself: one thing, or one listing, through the tools of the catalogue. */
import type { Send } from '../model/api-request.ts';
import { defined, isRecord } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf, shapeOf } from '../specs/record-source.ts';
import { buildRequest } from '../tools/build-request.ts';
import { type Listing, readListing } from './read-listing.ts';

export type Reader = {
  tools: readonly ToolSpec[];
  /** The one object that a `get` tool answers with. Rejects with what sending throws. */
  get(tool: ToolSpec, values: Record<string, unknown>): Promise<Record<string, unknown> | undefined>;
  /** With all of each item, or only those members. */
  list(
    tool: ToolSpec,
    values: Record<string, unknown>,
    maxPages: number,
    members?: readonly string[],
  ): Promise<Listing>;
};

export function createReader(tools: readonly ToolSpec[], send: Send, signal: AbortSignal): Reader {
  return {
    tools,
    async get(tool, values) {
      const { body } = await send(buildRequest(tool, { values, clear: [] }), signal);
      if (!isRecord(body)) return undefined;
      if (isAnother(body, tool, values)) throw anotherCame(tool);
      return body;
    },
    list: (tool, values, maxPages, members) => readListing(tool, values, maxPages, send, signal, members),
  };
}

/** The tool that reads what is at a path, with the arguments for it; names of path parameters may differ. */
export function toolAt(
  { tools }: Pick<Reader, 'tools'>,
  method: 'get' | 'list',
  path: string,
  values: Record<string, unknown>,
): { tool: ToolSpec; values: Record<string, unknown> } | undefined {
  const tool = tools.find((one) => one.method === method && shapeOf(one.endpoint.path) === shapeOf(path));
  if (tool === undefined) return undefined;
  const given = parametersOf(path);
  const own = Object.fromEntries(
    parametersOf(tool.endpoint.path).map((name, position) => [name, values[given[position] ?? '']]),
  );
  const project = tool.params.project_id?.in === 'credential' ? values.project_id : undefined;
  return { tool, values: { ...own, ...defined({ project_id: project }) } };
}

/** What the listing needs and the call has, such as the project; undefined where something is missing. */
export function parentsOf(
  listing: ToolSpec,
  values: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const parents: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(listing.params)) {
    if (param.in === 'path' || param.in === 'credential') parents[name] = values[name];
    if (param.required && parents[name] === undefined) return undefined;
  }
  return defined(parents);
}

/** Whether what was asked for by its own ID came with another one. */
function isAnother(
  { id }: Record<string, unknown>,
  { endpoint }: ToolSpec,
  values: Record<string, unknown>,
): boolean {
  const asked = endpoint.path.endsWith('}') ? values[parametersOf(endpoint.path).at(-1) ?? ''] : undefined;
  return typeof id === 'string' && typeof asked === 'string' && id !== asked;
}

function anotherCame({ name }: ToolSpec): ApiError {
  return new ApiError({
    kind: 'unexpected',
    outcome: 'not_sent',
    message: `What this acts on was read first (${name}), and OpenAI answered with another one, so nothing was sent. Look at it with ${name}; if it stays so, something on the way answers in place of OpenAI.`,
  });
}
