/** The people of another project, as a call would name them: only where they are asked for. */
import { isRecord } from '../../model/record.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';
import { GROUP_ROLES, GROUPS, ROLES } from './project-groups.ts';

const USERS = '/organization/projects/{project_id}/users';

export type People = { members: unknown[]; groups: unknown[]; notes: string[] };

/** Whom the call names itself gets what it says; the others get what they have there. */
export function withPeople(
  values: Record<string, unknown>,
  theirs: People,
): Pick<People, 'members' | 'groups'> {
  return {
    members: besides(values.members, theirs.members, 'user'),
    groups: besides(values.groups, theirs.groups, 'group'),
  };
}

function besides(named: unknown, theirs: readonly unknown[], member: string): unknown[] {
  const own = Array.isArray(named) ? named : [];
  const ids = own.map((one) => (isRecord(one) ? one[member] : undefined));
  return [...theirs.filter((one) => isRecord(one) && !ids.includes(one[member])), ...own];
}

/** Rejects where one of the lists cannot be read. A role that only that project has is left out, and said. */
export async function peopleOf(id: string, reads: ReportReads): Promise<People> {
  const [users, groups, roles] = await Promise.all([
    reads.list(USERS, [id], ['id', 'role']),
    reads.list(GROUPS, [id], ['group_id']),
    reads.list(ROLES, [id], ['name', 'predefined_role']),
  ]);
  const everywhere = roles.flatMap(({ name, predefined_role: is }) => (is === true ? [String(name)] : []));
  const held = await Promise.all(
    groups.map(async ({ group_id: group }) => {
      const rows = await reads.list(GROUP_ROLES, [id, String(group)], ['name']);
      return { group: String(group), names: rows.map(({ name }) => String(name)) };
    }),
  );
  return {
    members: users.map(({ id: user, role }) => ({ user: String(user), role })),
    groups: held.flatMap(({ group, names }) =>
      names
        .filter((name) => everywhere.includes(name))
        .slice(0, 1)
        .map((role) => ({ group, role })),
    ),
    notes: held.flatMap(({ group, names }) => {
      const [, ...more] = names.filter((name) => everywhere.includes(name));
      const left = [...names.filter((name) => !everywhere.includes(name)), ...more];
      if (left.length === 0) return [];
      const told = left.map((name) => quote(name, 60)).join(', ');
      return [
        `Roles of the group ${group} that are not taken over: ${told}. create_project_group_role gives them.`,
      ];
    }),
  };
}
