/** Keeping a user's own tools below the parts of the API that the built-in tools use. */
import { isComposed, type ToolSpec } from './catalogue.ts';
import type { ToolInFile } from './check-tools.ts';
import type { SpecMistake } from './spec-error.ts';

/** A slip in a path would send the key's authority somewhere unforeseen, so other paths have to be allowed. */
export function checkPaths(entries: ToolInFile[], builtIn: ToolSpec[]): SpecMistake[] {
  const operations = builtIn.filter((tool) => !isComposed(tool));
  const known = [...new Set(operations.map((tool) => `/${tool.endpoint.path.split('/')[1] ?? ''}`))].sort();
  return entries.flatMap(({ tool, document, allowedPaths }) => {
    for (const kind of ['report', 'job'] as const) {
      if (tool[kind] === undefined) continue;
      return [document.mistakeAt(['tools', tool.name, kind], `${kind}: only built-in tools are ${kind}s`)];
    }
    const { path } = tool.endpoint;
    const isBelow = (start: string) => path === start || path.startsWith(`${start}/`);
    if ([...known, ...allowedPaths].some(isBelow)) return [];
    const message = `endpoint: ${path} is below none of ${known.join(', ')}; if it is meant, add allow_paths to this file`;
    return [document.mistakeAt(['tools', tool.name, 'endpoint'], message)];
  });
}
