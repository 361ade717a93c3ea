/** The API's operations behind tools: method, path and class of key. */
import type { SandboxOptions } from '../sandbox/start-sandbox.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** A tool is one operation, or one for each word that an argument of its path may be, such as the categories of usage. */
export function operationsOf(tools: readonly ToolSpec[]): NonNullable<SandboxOptions['operations']> {
  return tools.flatMap(({ endpoint, key, params, report }) => {
    if (report !== undefined) return [];
    let paths = [endpoint.path];
    for (const [name, { in: place, enum: words }] of Object.entries(params)) {
      if (place !== 'path' || words === undefined) continue;
      paths = paths.flatMap((path) => words.map((word) => path.replace(`{${name}}`, word)));
    }
    return paths.map((path) => ({ method: endpoint.method, path, key }));
  });
}
