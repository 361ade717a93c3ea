/** Groups of the organization and what they give: who is an owner through one, and which ones a person is in. */
import { isRecord } from '../../model/record.ts';
import type { Gaps } from '../gaps.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell } from '../table.ts';
import { isGone } from '../why-unread.ts';
import type { Person } from './people.ts';

const GROUPS = '/organization/groups';

export type Group = { id: string; label: string };

export async function readGroups(reads: ReportReads): Promise<Group[]> {
  const rows = await reads.list(GROUPS, [], ['id', 'name']);
  return rows.map(({ id, name }) => ({ id: String(id), label: cell(name) ?? String(id) }));
}

/** IDs of those who are owners of the organization because a group is. */
export async function ownersThrough(
  groups: readonly Group[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<Set<string>> {
  const members = await Promise.all(
    groups.map(({ id, label }) =>
      gaps.attempt(`the roles of the group ${label}`, async () => {
        const roles = await reads.list(`${GROUPS}/{group_id}/roles`, [id], ['name', 'predefined_role']);
        // Anybody may call a role of their own Owner.
        const owns = roles.some(
          ({ name, predefined_role }) => sameRole(name, 'owner') && predefined_role !== false,
        );
        return owns ? reads.list(`${GROUPS}/{group_id}/users`, [id], ['id']) : [];
      }),
    ),
  );
  return new Set(members.flatMap((users) => users ?? []).map(({ id }) => String(id)));
}

/** The API does not list the groups of a person, so each is asked for them. */
export async function groupsOf(
  { id: user }: Pick<Person, 'id'>,
  groups: readonly Group[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<Group[]> {
  const asked = await Promise.all(
    groups.map((group) =>
      gaps.attempt(`the members of the group ${group.label}`, async () => {
        try {
          await reads.get(`${GROUPS}/{group_id}/users/{user_id}`, [group.id, user]);
          return group;
        } catch (error) {
          if (isGone(error)) return undefined;
          throw error;
        }
      }),
    ),
  );
  return asked.filter((group) => group !== undefined);
}

/** Roles as lists of assignments have them, by name: of the last of `ids`, with the groups that give them to it. */
export async function assignedRoles(
  path: string,
  ids: readonly string[],
  groups: readonly Group[],
  reads: ReportReads,
): Promise<string[]> {
  const holder = ids.at(-1);
  const rows = await reads.list(path, ids, ['id', 'name', 'assignment_sources']);
  return rows.map(({ id, name, assignment_sources: sources }) => {
    const all = Array.isArray(sources) ? sources.filter(isRecord) : [];
    const through = all
      .filter((source) => source.principal_type === 'group' && source.principal_id !== holder)
      .map(
        ({ principal_id }) =>
          groups.find((group) => group.id === principal_id)?.label ?? String(principal_id),
      );
    const isOwn = through.length < all.length || all.length === 0;
    return `${cell(name) ?? String(id)}${isOwn ? '' : ` by ${through.join(', ')}`}`;
  });
}

function sameRole(name: unknown, role: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === role;
}
