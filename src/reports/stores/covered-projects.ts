/** Which projects the stored keys reach, and which they do not. */
import { type ActiveProject, readActiveProjects } from '../active-projects.ts';
import type { ReportInputs } from '../report.ts';
import { whyUnread } from '../why-unread.ts';

/** What one key reaches; `id` is null for a key of which nothing says whose it is. */
export type Reached = { id: string | null; name: string | null };

/** `all` is undefined where the list of projects could not be read. */
export type Coverage = { reached: Reached[]; without: ActiveProject[]; all?: number; gaps: string[] };

export async function readCoverage(
  asked: readonly string[] | undefined,
  { reads, projectKeys }: ReportInputs,
): Promise<Coverage> {
  const [keys, listed] = await Promise.all([
    projectKeys(),
    readActiveProjects(asked, reads).catch((error: unknown) => ({ error })),
  ]);
  const owned = new Set(keys.filter((id) => id !== undefined));
  // Where some projects are asked for, it is not known to be one of theirs. It comes first: no ID says to go on with it.
  const others: Reached[] = asked === undefined && keys.includes(undefined) ? [{ id: null, name: null }] : [];
  if ('error' in listed) {
    const why = `whether other projects have vector stores, since the list of projects could not be read: ${whyUnread(listed.error)}`;
    return {
      reached: [...others, ...[...owned].map((id) => ({ id, name: null }))],
      without: [],
      gaps: [why],
    };
  }
  const { projects, gaps } = listed;
  return {
    reached: [...others, ...projects.filter(({ id }) => owned.has(id))],
    without: projects.filter(({ id }) => !owned.has(id)),
    all: projects.length,
    gaps,
  };
}
