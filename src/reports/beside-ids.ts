/** Whose a row of costs or usage is: its project, names that may stand nowhere else any more, and whether it was asked for. */

export type BesideIds = { project?: string; projectName?: string; email?: string };

/** Keeps what a result says; nothing and an empty text say nothing. */
export function takeBesideIds(group: BesideIds, result: Record<string, unknown>): void {
  const { project_id, project_name, user_email } = result;
  if (isSaid(project_id)) group.project = project_id;
  if (isSaid(project_name)) group.projectName = project_name;
  if (isSaid(user_email)) group.email = user_email;
}

/**
 * Whether it is of a project that was not asked for. One that names none is one of those that were, as far as anybody
 * can tell. @param projects those that were asked for; all of them when none are named
 */
export function isStrange(
  { project_id: project }: Record<string, unknown>,
  projects: readonly string[] | undefined,
): boolean {
  return projects !== undefined && projects.length > 0 && isSaid(project) && !projects.includes(project);
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
