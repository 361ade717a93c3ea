/** Keeping a user's own tools below the parts of the API that the built-in tools use. */
import { isComposed, type ToolSpec } from './catalogue.ts';
import type { ToolInFile } from './check-tools.ts';
import type { SpecMistake } from './spec-error.ts';

/**
 * A slip in a path would send the key's authority somewhere unforeseen, so other paths have to be allowed. A known word in
 * other letters would pass by all that is known of it.
 */
export function checkPaths(entries: ToolInFile[], builtIn: ToolSpec[]): SpecMistake[] {
  const operations = builtIn.filter((tool) => !isComposed(tool));
  const known = [...new Set(operations.map((tool) => `/${tool.endpoint.path.split('/')[1] ?? ''}`))].sort();
  const words = new Set(operations.flatMap((tool) => wordsOf(tool.endpoint.path)));
  return entries.flatMap(({ tool, document, allowedPaths }) => {
    for (const kind of ['report', 'job'] as const) {
      if (tool[kind] === undefined) continue;
      return [document.mistakeAt(['tools', tool.name, kind], `${kind}: only built-in tools are ${kind}s`)];
    }
    const { path } = tool.endpoint;
    const word = wordsOf(path).find((part) => !words.has(part) && words.has(part.toLowerCase()));
    if (word !== undefined) {
      const message = `endpoint: ${word} in ${path} is ${word.toLowerCase()} in other letters; write it in small ones, as OpenAI does`;
      return [document.mistakeAt(['tools', tool.name, 'endpoint'], message)];
    }
    const isBelow = (start: string) => path === start || path.startsWith(`${start}/`);
    if ([...known, ...allowedPaths].some(isBelow)) return [];
    const message = `endpoint: ${path} is below none of ${known.join(', ')}; if it is meant, add allow_paths to this file`;
    return [document.mistakeAt(['tools', tool.name, 'endpoint'], message)];
  });
}

/** The parts of a path that no argument fills. */
function wordsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && !part.includes('{'));
}
