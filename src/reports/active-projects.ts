/** Which projects a report asks one by one: the active ones, as many as fit into one answer, and where the next one goes on. */
import { isRecord } from '../model/record.ts';
import { placesFrom } from './places.ts';
import type { ReportReads } from './report-reads.ts';
import { isGone, whyUnread } from './why-unread.ts';

export type ActiveProject = { id: string; name: string | null };

/** `left` are those asked for that are not active any more. */
export type ActiveProjects = { projects: ActiveProject[]; left: string[]; gaps: string[] };

const PROJECTS = '/organization/projects';

/** @throws what reading the first page threw */
export async function readActiveProjects(
  ids: readonly string[] | undefined,
  reads: ReportReads,
): Promise<ActiveProjects> {
  const found: ActiveProjects = { projects: [], left: [], gaps: [] };
  const take = (project: Record<string, unknown>) => {
    const { id, name, status } = project;
    if (typeof id !== 'string') return;
    if (status === 'archived') found.left.push(typeof name === 'string' ? name : id);
    else found.projects.push({ id, name: typeof name === 'string' ? name : null });
  };
  if (ids !== undefined) {
    await Promise.all(
      [...new Set(ids)].map(async (id) => {
        try {
          take(await reads.get(`${PROJECTS}/{project_id}`, [id]));
        } catch (error) {
          if (isGone(error)) found.left.push(id);
          else {
            // Its limits may be readable all the same.
            found.projects.push({ id, name: null });
            found.gaps.push(`name of ${id}: ${whyUnread(error)}`);
          }
        }
      }),
    );
    return found;
  }
  let pages = 0;
  try {
    await reads.pages(PROJECTS, [], {}, (rows) => {
      pages += 1;
      rows.filter(isRecord).forEach(take);
      return undefined;
    });
  } catch (error) {
    if (pages === 0) throw error;
    found.gaps.push(`list of projects after the first ${found.projects.length}: ${whyUnread(error)}`);
  }
  return found;
}

/** Asking one project takes two requests: so many fit into the time of one answer. */
const MOST_AT_ONCE = 100;

/**
 * The next of them from the one on that a former answer named.
 * @throws ArgumentError for an ID that is none of them
 */
export function nextProjects(projects: readonly ActiveProject[], from: unknown): readonly ActiveProject[] {
  return placesFrom(from, projects).slice(0, MOST_AT_ONCE);
}
