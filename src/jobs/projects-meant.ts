/** The projects that a job is about: patterns of names before anything is decided, and what they are called. */
import { NotAllowed, type ReportReads } from '../reports/report-reads.ts';
import { isGone } from '../reports/why-unread.ts';
import { quote } from '../text/clean.ts';
import { matchesGlob } from '../text/glob.ts';
import { ArgumentError } from '../tools/argument-error.ts';

export type MeantProject = { id: string; name: string };

const PROJECTS = '/organization/projects';

/** More projects are read as a list, which has a hundred in one answer. */
const MOST_SINGLE = 20;

/** The patterns among the projects of a call, and the call without them. */
export function patternsApart(values: Record<string, unknown>): {
  patterns: string[];
  others: Record<string, unknown>;
} {
  const { projects } = values;
  if (!Array.isArray(projects)) return { patterns: [], others: values };
  const all = projects.map(String);
  const others = { ...values, projects: all.filter((one) => !isPattern(one)) };
  return { patterns: all.filter(isPattern), others };
}

/**
 * The arguments with the IDs of active projects in place of patterns such as `team-*`, since rules speak of IDs.
 * @throws ArgumentError for a pattern that no project's name fits
 */
export async function withProjectsMeant(
  values: Record<string, unknown>,
  reads: ReportReads,
): Promise<{ values: Record<string, unknown> }> {
  const asked = Array.isArray(values.projects) ? values.projects.map(String) : [];
  if (!asked.some(isPattern)) return { values };
  const all = await reads.list(PROJECTS, [], ['id', 'name', 'status']);
  const active = all.filter(({ status }) => status !== 'archived');
  const projects = asked.flatMap((one) => {
    if (!isPattern(one)) return [one];
    const fitting = active.flatMap(({ id, name }) =>
      typeof id === 'string' && typeof name === 'string' && matchesGlob(one, name) ? [id] : [],
    );
    if (fitting.length > 0) return fitting;
    throw new ArgumentError([
      `projects: no active project has a name like ${quote(one)}. Pass names, IDs, or a pattern such as "team-*".`,
    ]);
  });
  return { values: { ...values, projects: [...new Set(projects)] } };
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** None where the list may not be read, as under a pin: then each is read by itself. */
async function listProjects(reads: ReportReads): Promise<Record<string, unknown>[]> {
  try {
    return await reads.list(PROJECTS, [], ['id', 'name', 'status']);
  } catch (error) {
    if (error instanceof NotAllowed) return [];
    throw error;
  }
}

/**
 * Archived projects are left out with a note, since nothing in them can be changed.
 * @throws ArgumentError for an ID that no project has
 */
export async function readProjects(
  ids: readonly string[],
  reads: ReportReads,
): Promise<{ projects: MeantProject[]; notes: string[] }> {
  const all = ids.length > MOST_SINGLE ? await listProjects(reads) : [];
  const listed = new Map(all.map((project) => [project.id, project]));
  const read = await Promise.all(
    ids.map(async (id) => {
      const known = listed.get(id);
      if (known !== undefined) return known;
      try {
        return { ...(await reads.get(`${PROJECTS}/{project_id}`, [id])), id };
      } catch (error) {
        if (isGone(error)) throw new ArgumentError([`There is no project ${quote(id)}.`]);
        throw error;
      }
    }),
  );
  const named = (read as Record<string, unknown>[]).map(({ id, name, status }) => ({
    id: String(id),
    name: typeof name === 'string' ? name : String(id),
    isArchived: status === 'archived',
  }));
  return {
    projects: named.filter(({ isArchived }) => !isArchived).map(({ id, name }) => ({ id, name })),
    notes: named
      .filter(({ isArchived }) => isArchived)
      .map(
        ({ id, name }) => `Project ${quote(name, 60)} (${id}) is archived, so nothing in it can be changed.`,
      ),
  };
}
