/** Who gets into a project: people and groups with their roles, and a service account with its key. */
import { isRecord } from '../../model/record.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';

const PROJECT = '/organization/projects/{project_id}';

type Member = { user: string; role: 'owner' | 'member' };
type Group = { group: string; role: string };

/** Checked arguments, IDs in place of names. */
export function membersIn(value: unknown): Member[] {
  return entriesOf(value).map(({ user, role }) => ({
    user: String(user),
    role: role === 'owner' ? 'owner' : 'member',
  }));
}

export function groupsIn(value: unknown): Group[] {
  return entriesOf(value).map(({ group, role }) => ({ group: String(group), role: String(role) }));
}

function entriesOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Of a project that is there, those who are in it already are left out, or get their role changed. */
export async function planMembers(
  place: Place,
  members: readonly Member[],
  reads: ReportReads,
): Promise<JobStep[]> {
  if (members.length === 0) return [];
  const users = `${PROJECT}/users`;
  const present = place.isNew ? [] : await reads.list(users, [place.id], ['id', 'role']);
  const told = await Promise.all(
    members.map(({ user }) => nameOf('/organization/users/{user_id}', user, reads)),
  );
  return members.flatMap(({ user, role }, index): JobStep[] => {
    const now = present.find(({ id }) => id === user);
    const about = `Members of ${placeTold(place)}`;
    const item = told[index] ?? user;
    if (now === undefined) {
      const given = { project_id: place.id, user_id: user, role };
      return [{ method: 'create', path: users, given, about, change: `add as ${role}`, item }];
    }
    if (now.role === role) return [];
    const given = { project_id: place.id, user_id: user, role };
    const change = `role ${String(now.role)} -> ${role}`;
    return [{ method: 'update', path: `${users}/{user_id}`, given, about, change, item }];
  });
}

/** Roles are named as OpenAI names those of every project, and found by name when their step is due. */
export async function planGroups(
  place: Place,
  groups: readonly Group[],
  reads: ReportReads,
): Promise<JobStep[]> {
  if (groups.length === 0) return [];
  const path = `${PROJECT}/groups`;
  const present = place.isNew ? [] : await reads.list(path, [place.id], ['group_id']);
  const told = await Promise.all(
    groups.map(({ group }) => nameOf('/organization/groups/{group_id}', group, reads)),
  );
  return groups.flatMap(({ group, role }, index): JobStep[] => {
    if (present.some(({ group_id: id }) => id === group)) return [];
    const roles = { listedAt: '/projects/{project_id}/roles', ids: [place.id], member: 'name', value: role };
    return [
      {
        method: 'create',
        path,
        given: { project_id: place.id, group_id: group, role: roles },
        about: `Groups of ${placeTold(place)}`,
        change: `add as ${role}`,
        item: told[index] ?? group,
      },
    ];
  });
}

/** One of the same name that is there already gets no second key. */
export async function planAccount(
  place: Place,
  name: string | undefined,
  reads: ReportReads,
): Promise<JobStep[]> {
  if (name === undefined) return [];
  const path = `${PROJECT}/service_accounts`;
  const present = place.isNew ? [] : await reads.list(path, [place.id], ['id', 'name']);
  if (present.some((account) => account.name === name)) return [];
  return [
    {
      method: 'create',
      path,
      given: { project_id: place.id, name },
      about: `Service account ${quote(name, 60)} in ${placeTold(place)}`,
      change: 'with a new API key',
    },
  ];
}

async function nameOf(path: string, id: string, reads: ReportReads): Promise<string> {
  const { email, name } = await reads.get(path, [id]);
  const shown = [email, name].find((one): one is string => typeof one === 'string');
  if (shown === undefined)
    throw new ArgumentError([`${quote(id)} has no name or email that could be shown.`]);
  return `${quote(shown, 60)} (${id})`;
}
