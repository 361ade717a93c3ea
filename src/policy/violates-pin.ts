/** The last look at a built request: does it stay within the pinned projects, whatever came before? */
import type { ApiRequest } from '../model/api-request.ts';
import { LOOKS_PAST_PROJECTS } from './project-arguments.ts';

/** Names under which the API takes project filters. */
const FILTER = /^projects?(_ids?)?(\[\d*\])?$/i;

/**
 * True for a request that could reach another project, or names none at all. Reads the request alone, so that a slip
 * in a spec or in the pinning is caught.
 */
export function violatesPin(
  request: Pick<ApiRequest, 'method' | 'path' | 'query' | 'body' | 'key'>,
  projects: readonly string[],
): boolean {
  const projectId = request.key.class === 'project' ? request.key.projectId : undefined;
  const segments = decodePath(request.path);
  if (segments === undefined) return true;
  const query = [...new URLSearchParams(request.query)];
  const inPath = segments.filter((_, position) => segments[position - 1]?.toLowerCase() === 'projects');
  const inQuery = query.filter(([name]) => FILTER.test(name)).map(([, value]) => value);
  const inBody = projectsIn(request.body, false);
  const named = [...inPath, ...inQuery, ...inBody, ...(projectId === undefined ? [] : [projectId])];
  if (!named.every((id) => projects.includes(id))) return true;
  if (query.some(([name]) => LOOKS_PAST_PROJECTS.includes(name))) return true;
  if (request.key.class === 'project') return projectId === undefined;
  return inPath.length === 0 && (request.method !== 'GET' || inQuery.length === 0);
}

/** What these hold is the organization's own and reaches nothing. */
const LABELS = ['metadata', 'attributes'];

/** Project ids in members of such names, at any depth. */
function projectsIn(value: unknown, isNamed: boolean): string[] {
  if (typeof value === 'string') return isNamed && value.startsWith('proj_') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    LABELS.includes(name) ? [] : projectsIn(member, isNamed || FILTER.test(name)),
  );
}

/** Undefined for a path that a server could read in another way than it looks. */
function decodePath(path: string): string[] | undefined {
  try {
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    return segments.some((segment) => /^\.{0,2}$|[/\\%?#]/.test(segment)) ? undefined : segments;
  } catch {
    return undefined; // an escape that stands for nothing
  }
}
