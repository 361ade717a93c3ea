/** Which tool reads the thing that another one acts on: by its path, or in the list of its kind. */
import type { ToolSpec } from './catalogue.ts';

/** Undefined where nothing reads it. */
export function recordSource(tool: ToolSpec, tools: readonly ToolSpec[]): ToolSpec | undefined {
  const shapes = recordPaths(tool).map(shapeOf);
  const getters = shapes.flatMap(
    (shape) => tools.find((one) => one.method === 'get' && shapeOf(one.endpoint.path) === shape) ?? [],
  );
  if (getters[0] !== undefined) return getters[0];
  const listing = tool.params[parametersOf(tool.endpoint.path).at(-1) ?? '']?.from_tool;
  return tools.find(({ name }) => name === listing);
}

/** Where the thing may be read: at the tool's own path, or one step up for an action and for a create. */
export function recordPaths({ endpoint, method }: ToolSpec): string[] {
  const parent = endpoint.path.replace(/\/[^/]*$/, '');
  if (method === 'create') return parent.endsWith('}') ? [parent] : [];
  return endpoint.path.endsWith('}') || !parent.endsWith('}') ? [endpoint.path] : [endpoint.path, parent];
}

/** Names of the path's parameters, in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
}

/** The path without the names of its parameters, which may differ between tools. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}
