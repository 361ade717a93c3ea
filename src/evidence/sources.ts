/**
 * What an access review asks for, found in the catalogue: every list of the administration API whose parents are lists
 * too, and every setting of these. Costs and usage are no objects, and the audit log is read for a period.
 */
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf, shapeOf } from '../specs/record-source.ts';

/** `parent` lists what stands last in its path; absent for what belongs to the organization. */
export type Source = { tool: ToolSpec; name: string; parent?: ToolSpec };

export const AUDIT_LOG = '/organization/audit_logs';

/** `without` names the tools of which no list here gives the things that they are asked about. */
export function evidenceSources(tools: readonly ToolSpec[]): { sources: Source[]; without: ToolSpec[] } {
  const candidates = tools.filter(isCandidate);
  const sources: Source[] = [];
  const without: ToolSpec[] = [];
  for (const tool of candidates) {
    const name = tool.name.replace(/^(?:list|get)_/, '');
    if (parametersOf(tool.endpoint.path).length === 0) sources.push({ tool, name });
    else {
      const parent = parentOf(tool, candidates);
      if (parent === undefined) without.push(tool);
      else sources.push({ tool, name, parent });
    }
  }
  return { sources, without };
}

function isCandidate({ key, method, response, endpoint, params }: ToolSpec): boolean {
  if (key !== 'admin' || response.buckets !== undefined || endpoint.path === AUDIT_LOG) return false;
  if (Object.values(params).some((param) => param.in === 'query' && param.required)) return false;
  return method === 'list' || (method === 'get' && !endpoint.path.endsWith('}'));
}

/** The list at the beginning of the path; some paths stand once with and once without what comes first in others. */
function parentOf({ endpoint }: ToolSpec, candidates: readonly ToolSpec[]): ToolSpec | undefined {
  const above = shapeOf(endpoint.path.replace(/\/\{[^}]*\}\/[^{}]*$/, ''));
  const lists = candidates.filter(({ method }) => method === 'list');
  return (
    lists.find((list) => shapeOf(list.endpoint.path) === above) ??
    lists.find((list) => shapeOf(list.endpoint.path) === `/organization${above}`)
  );
}

/** Arguments without which a list leaves some out, as those that look names up in it say. */
export function askingForAll(list: ToolSpec, tools: readonly ToolSpec[]): Record<string, unknown> {
  return Object.assign(
    {},
    ...tools.flatMap(({ params }) =>
      Object.values(params).flatMap((param) =>
        [param, param.items].flatMap((value) =>
          value?.from_tool === list.name && value.lookup_with ? [value.lookup_with] : [],
        ),
      ),
    ),
  );
}
