/** Who gets into a project: people with their roles, and a service account with its key. */
import { isRecord } from '../../model/record.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { EarlierRun, JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';

const PROJECT = '/organization/projects/{project_id}';

/** Without a role, whoever is in the project already keeps theirs. */
type Member = { user: string; role?: unknown };

/** @param value checked arguments, IDs in place of names */
function membersIn(value: unknown): Member[] {
  const entries = Array.isArray(value) ? value.filter(isRecord) : [];
  return entries.map(({ user, role }) => ({ user: String(user), role }));
}

/**
 * Of a project that is there, those who are in it already are left out, or get their role changed.
 * @throws ArgumentError for somebody who is named twice
 */
export async function planMembers(place: Place, value: unknown, reads: ReportReads): Promise<JobStep[]> {
  const members = membersIn(value);
  if (members.length === 0) return [];
  const users = `${PROJECT}/users`;
  const present = place.isNew ? [] : await reads.list(users, [place.id], ['id', 'role']);
  const told = await Promise.all(
    members.map(({ user }) => nameOf('/organization/users/{user_id}', user, reads)),
  );
  refuseTwice('members', told);
  return members.flatMap(({ user, role: asked }, index): JobStep[] => {
    const now = present.find(({ id }) => id === user);
    const about = `Members of ${placeTold(place)}`;
    const item = told[index] ?? user;
    const role = asked ?? now?.role ?? 'member';
    if (now === undefined) {
      const given = { project_id: place.id, user_id: user, role };
      return [{ method: 'create', path: users, given, about, change: `add as ${String(role)}`, item }];
    }
    if (now.role === role) return [];
    const given = { project_id: place.id, user_id: user, role };
    const change = `role ${String(now.role)} -> ${String(role)}`;
    return [{ method: 'update', path: `${users}/{user_id}`, given, about, change, item }];
  });
}

/** One of the same name that is there already gets no second key, which is said unless an earlier run made it. */
export async function planAccount(
  place: Place,
  name: string | undefined,
  earlier: EarlierRun | undefined,
  reads: ReportReads,
): Promise<{ steps: JobStep[]; notes: string[] }> {
  if (name === undefined) return { steps: [], notes: [] };
  const path = `${PROJECT}/service_accounts`;
  const present = place.isNew ? [] : await reads.list(path, [place.id], ['id', 'name']);
  const same = present.find((account) => account.name === name);
  const about = `Service account ${quote(name, 60)} in ${placeTold(place)}`;
  if (same !== undefined) {
    const isOwn = earlier?.made.some((made) => made.path === path && made.id === same.id);
    const note = `${about} is there already and gets no other key; rotate_service_account_key makes one.`;
    return { steps: [], notes: isOwn ? [] : [note] };
  }
  const given = { project_id: place.id, name };
  return {
    steps: [{ method: 'create', path, given, about, change: 'with a new API key' }],
    notes: [],
  };
}

/** As a person reads it. */
export async function nameOf(path: string, id: string, reads: ReportReads): Promise<string> {
  const { email, name } = await reads.get(path, [id]);
  const shown = [email, name].find((one): one is string => typeof one === 'string');
  if (shown === undefined)
    throw new ArgumentError([`${quote(id)} has no name or email that could be shown.`]);
  return `${quote(shown, 60)} (${id})`;
}

/**
 * @param told as a person reads each, with its ID
 * @throws ArgumentError
 */
export function refuseTwice(argument: string, told: readonly string[]): void {
  const twice = told.find((one, at) => told.indexOf(one) !== at);
  if (twice !== undefined)
    throw new ArgumentError([`${argument}: ${twice} stands there twice. Name each once.`]);
}
