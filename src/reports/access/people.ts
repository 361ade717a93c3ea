/** Everybody in the organization, in the form in which reports speak of them. */
import { isRecord } from '../../model/record.ts';
import { inTurn } from '../../reading/in-turn.ts';
import type { Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell } from '../table.ts';

export type Person = {
  id: string;
  /** As they came, to compare with. */
  email: string | undefined;
  name: string | undefined;
  /** Email where there is one. */
  label: string;
  role: string | null;
  /** Whether they can sign in: no service account, neither disabled nor banned. */
  canSignIn: boolean;
  /** Whether a directory puts them here, and may put them here again. */
  isManaged: boolean;
  added: unknown;
  lastKeyUse: unknown;
  /** By project ID, the role there; undefined where the API did not tell. */
  projects: ReadonlyMap<string, string | null> | undefined;
};

const USERS = '/organization/users';
const MEMBERS = [
  'id',
  'name',
  'email',
  'role',
  'added_at',
  'api_key_last_used_at',
  'is_service_account',
  'is_scim_managed',
  'user',
  'projects',
];

export async function readPeople(reads: ReportReads, emails?: readonly string[]): Promise<Person[]> {
  const rows = await reads.list(USERS, [], MEMBERS, emails === undefined ? {} : { emails });
  return rows.map(toPerson);
}

export async function readPerson(id: string, reads: ReportReads): Promise<Person> {
  return toPerson(await reads.get(`${USERS}/{user_id}`, [id]));
}

/** Who belongs to these projects, with their roles there; what they are in the organization is not told. */
export async function membersOf(places: readonly Place[], reads: ReportReads): Promise<Person[]> {
  const members = await inTurn(places, async ({ id: project }) => {
    const path = '/organization/projects/{project_id}/users';
    const rows = await reads.list(path, [project], ['id', 'email', 'name', 'role']);
    return rows.map((row) => ({
      ...toPerson({ ...row, role: undefined }),
      project,
      roleThere: cell(row.role),
    }));
  });
  const byId = new Map<string, Person>();
  for (const { project, roleThere, ...person } of members.flat()) {
    const known = byId.get(person.id) ?? person;
    byId.set(person.id, { ...known, projects: new Map([...(known.projects ?? []), [project, roleThere]]) });
  }
  return [...byId.values()];
}

function toPerson(row: Record<string, unknown>): Person {
  const inner = isRecord(row.user) ? row.user : {};
  const [email, name] = [row.email ?? inner.email, row.name ?? inner.name];
  const memberships =
    isRecord(row.projects) && Array.isArray(row.projects.data) ? row.projects.data : undefined;
  return {
    id: String(row.id),
    email: typeof email === 'string' ? email : undefined,
    name: typeof name === 'string' ? name : undefined,
    label: cell(email) ?? cell(name) ?? String(row.id),
    role: cell(row.role),
    canSignIn: row.is_service_account !== true && inner.enabled !== false && inner.banned !== true,
    isManaged: row.is_scim_managed === true,
    added: row.added_at,
    lastKeyUse: row.api_key_last_used_at,
    projects:
      memberships && new Map(memberships.filter(isRecord).map(({ id, role }) => [String(id), cell(role)])),
  };
}
