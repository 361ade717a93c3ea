/** The tool of the catalogue that a request belongs to, judged by its address alone. */
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';

/** @throws for an address that no tool has */
export function toolOf(
  { method, path }: Pick<ApiRequest, 'method' | 'path'>,
  tools: readonly ToolSpec[] = catalogue.tools,
): ToolSpec {
  const parts = path.split('/');
  const fits = tools.filter(({ endpoint }) => {
    const wanted = endpoint.path.split('/');
    return (
      endpoint.method === method &&
      wanted.length === parts.length &&
      wanted.every((part, at) => part.startsWith('{') || part === parts[at])
    );
  });
  // A word of the address that is written out counts before one that could be any.
  const [found] = fits.sort((one, other) => holes(one) - holes(other));
  if (found === undefined) throw new Error(`No tool sends ${method} ${path}`);
  return found;
}

function holes({ endpoint }: ToolSpec): number {
  return endpoint.path.split('{').length;
}
