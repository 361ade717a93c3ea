/** The columns that say what a row of a report is: IDs with their names and states, models, line items, days. */
import type { BesideIds } from './beside-ids.ts';
import { keyNames, type Names, projectNames, userNames } from './names.ts';
import type { ReportReads } from './report-reads.ts';

/** What a row is of, in the order of the dimensions; the others are what its figures say beside their IDs. */
type Group = BesideIds & { values: readonly (string | boolean | null)[] };

type IdDimension = 'project' | 'user' | 'api_key';

/** Whether it is an ID, which has a name somewhere. */
const isId = (dimension: string): dimension is IdDimension =>
  dimension === 'project' || dimension === 'user' || dimension === 'api_key';

export type GroupLabels = { columns: string[]; of(group: Group): unknown[]; unread: string[] };

/** Reads the names of these groups alone. */
export async function groupLabels(
  groups: readonly Group[],
  by: readonly string[],
  reads: ReportReads,
): Promise<GroupLabels> {
  const names = new Map<string, Names>();
  await Promise.all(
    by.filter(isId).map(async (dimension) => {
      names.set(dimension, await namesOf(dimension, groups, by, reads));
    }),
  );
  const isAlone = by.filter(isId).length === 1;
  return {
    columns: by.flatMap((dimension) => {
      const of = isAlone ? '' : `${dimension}_`;
      return isId(dimension) ? [dimension, `${of}id`, `${of}state`] : [dimension];
    }),
    of: (group) =>
      group.values.flatMap((value, index) => {
        const dimension = by[index] ?? '';
        if (!isId(dimension) || typeof value === 'boolean') return [value];
        if (value === null) return [null, null, null];
        const { name, state } = names.get(dimension)?.of(value) ?? { name: null, state: 'unknown' };
        return [name ?? saidBeside(dimension, group), value, state];
      }),
    unread: [...[...names.values()].flatMap(({ unread }) => unread), ...withoutProject(groups, by)],
  };
}

/** Their names stand in the lists of their projects alone. */
function withoutProject(groups: readonly Group[], by: readonly string[]): string[] {
  const lost = groups
    .filter(({ project }) => project === undefined)
    .flatMap(({ values }) => values.filter((value, index) => isInProject(by[index], value)));
  return lost.length === 0 ? [] : ['names of service accounts or keys whose project OpenAI does not say'];
}

function isInProject(dimension: string | undefined, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return dimension === 'api_key' || (dimension === 'user' && value.startsWith('svc_acct'));
}

function namesOf(
  dimension: IdDimension,
  groups: readonly Group[],
  by: readonly string[],
  reads: ReportReads,
): Promise<Names> {
  const at = by.indexOf(dimension);
  const named = groups.flatMap(({ values, project }) => {
    const id = values[at];
    return typeof id === 'string' ? [{ id, project }] : [];
  });
  if (dimension === 'api_key') return keyNames(named, reads);
  if (dimension === 'user') return userNames(named, reads);
  return projectNames(
    named.map(({ id }) => id),
    reads,
  );
}

/** Some rows say a name that no longer stands anywhere else. */
function saidBeside(dimension: IdDimension, { projectName, email }: Group): string | null {
  if (dimension === 'project') return projectName ?? null;
  return dimension === 'user' ? (email ?? null) : null;
}
