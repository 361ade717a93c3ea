/** Whose a row of costs or usage is: its project, names that may stand nowhere else any more, and whether it was asked for. */

export type BesideIds = { project?: string; projectName?: string; email?: string };

/**
 * Keeps what a result says; nothing and an empty text say nothing. What is the same stays the same text: a new one of
 * each of many rows would keep collecting garbage busy.
 */
export function takeBesideIds(group: BesideIds, result: Record<string, unknown>): void {
  const { project_id, project_name, user_email } = result;
  if (isSaid(project_id) && project_id !== group.project) group.project = project_id;
  if (isSaid(project_name) && project_name !== group.projectName) group.projectName = project_name;
  if (isSaid(user_email) && user_email !== group.email) group.email = user_email;
}

/** `projects` are those that were asked for, all of them when none are named; `isByProject`: each row should name its own. */
export type AskedOf = { projects: readonly string[] | undefined; isByProject: boolean };

export const askedOf = (projects: readonly string[] | undefined, groups: readonly string[]): AskedOf => ({
  projects,
  isByProject: groups.includes('project_id'),
});

/**
 * Whether it is of a project that was asked for: `strange` is of another one, and of a `nameless` one nothing says whose
 * it is although it should. Where OpenAI was not asked to tell projects apart, it names none in any row.
 */
export function whoseRow(
  { project_id: project }: Record<string, unknown>,
  { projects, isByProject }: AskedOf,
): 'asked' | 'strange' | 'nameless' {
  if (projects === undefined || projects.length === 0) return 'asked';
  if (!isSaid(project)) return isByProject ? 'nameless' : 'asked';
  return projects.includes(project) ? 'asked' : 'strange';
}

/** They count, and nobody's name stands beside them. */
export function namelessRows(count: number): string[] {
  if (count === 0) return [];
  const rows = count === 1 ? '1 row names' : `${count} rows name`;
  return [
    `${rows} no project: not_attributed has them, and some may be of projects that were not asked for.`,
  ];
}

/** Whoever sends these does not hold to what was asked, so the other rows may lack something too. */
export function strangeRows(count: number): string[] {
  if (count === 0) return [];
  const rows = count === 1 ? '1 row' : `${count} rows`;
  return [`OpenAI answered with ${rows} of projects that were not asked for, which are left out`];
}

function isSaid(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
