/** Access to one project: its members, groups, roles, service accounts and keys. */
import type { Gaps } from '../gaps.ts';
import type { Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell, day, table } from '../table.ts';
import { findingsTable, ofProjectKey, shownFindings } from './findings.ts';
import { assignedRoles, type Group } from './groups.ts';
import { type Key, ownerOf, projectKeys } from './keys.ts';
import { type AccessQuery, byId, cannotSee } from './organization.ts';
import type { Person } from './people.ts';

const PROJECT = '/organization/projects/{project_id}';
/** The API has what is about roles in a project here. */
const ROLES = '/projects/{project_id}';

/** Of each table. */
const USUAL_TOP = 25;

export async function accessToProject(
  place: Place,
  { now, unusedDays, top = USUAL_TOP, findingsOnly }: AccessQuery,
  readEverybody: () => Promise<Person[]>,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Record<string, unknown>> {
  const { id } = place;
  const whenShown = <Read>(what: string, read: () => Promise<Read>) =>
    findingsOnly ? Promise.resolve(undefined) : gaps.attempt(what, read);
  const [people, keys, accounts, access] = await Promise.all([
    gaps.attempt('people', readEverybody),
    gaps.attempt('API keys', () => projectKeys(place, reads)),
    whenShown('service accounts', () =>
      reads.list(`${PROJECT}/service_accounts`, [id], ['id', 'name', 'role', 'created_at']),
    ),
    findingsOnly ? undefined : readAccess(id, top, reads, gaps),
  ]);
  gaps.throwIfNothing();
  const judging = { now, unusedDays, people: people && byId(people) };
  const findings = (keys ?? []).flatMap((key) => ofProjectKey(key, judging));
  return {
    subject: { kind: 'project', id, name: cell(place.name), state: place.state },
    ...access,
    ...(accounts && {
      service_accounts: table(
        ['account', 'id', 'role', 'created'],
        accounts.map((one) => [cell(one.name), one.id, cell(one.role), day(one.created_at)]),
        top,
      ),
    }),
    ...(keys && !findingsOnly && { api_keys: keysTable(keys, top) }),
    ...shownFindings(findings, findingsTable(findings, top)),
    cannot_see: `${cannotSee(keys ?? [], people === undefined)}; owners of the organization reach every project and are not listed`,
    ...gaps.told(),
  };
}

function keysTable(keys: readonly Key[], top: number) {
  const rows = keys.map((key) => [key.name, key.id, ownerOf(key), lastUse(key), day(key.expires)]);
  return table(['key', 'id', 'owner', 'last_used', 'expires'], rows, top);
}

/** `never`, or nothing where the API does not tell. */
export function lastUse({ lastUsed }: Key): string | null {
  return lastUsed === null ? 'never' : day(lastUsed);
}

/** Who belongs to it, and by which roles; roles of single members are asked for only where it has roles of its own. */
async function readAccess(id: string, top: number, reads: ReportReads, gaps: Gaps) {
  const [members, groups, roles] = await Promise.all([
    gaps.attempt('members', () => reads.list(`${PROJECT}/users`, [id], ['id', 'email', 'name', 'role'])),
    gaps.attempt('groups', () => readProjectGroups(id, reads)),
    gaps.attempt('roles', () => reads.list(`${ROLES}/roles`, [id], ['id', 'name', 'predefined_role'])),
  ]);
  const own = roles?.filter(({ predefined_role }) => predefined_role === false) ?? [];
  const rolesAt = (path: string, holder: string) => assignedRoles(path, [id, holder], groups ?? [], reads);
  const [ofGroups, ofMembers] = await Promise.all([
    Promise.all(
      (groups ?? [])
        .slice(0, top)
        .map((group) =>
          gaps.attempt(`the roles of the group ${group.label}`, () =>
            rolesAt(`${ROLES}/groups/{group_id}/roles`, group.id),
          ),
        ),
    ),
    own.length === 0
      ? []
      : Promise.all(
          (members ?? [])
            .slice(0, top)
            .map((member) =>
              gaps.attempt(`the roles of ${cell(member.email) ?? member.id}`, () =>
                rolesAt(`${ROLES}/users/{user_id}/roles`, String(member.id)),
              ),
            ),
        ),
  ]);
  return {
    ...(members && {
      members: table(
        ['member', 'id', 'roles'],
        members.map((member, position) => [
          cell(member.email) ?? cell(member.name),
          member.id,
          ofMembers[position]?.join(', ') ?? cell(member.role),
        ]),
        top,
      ),
    }),
    ...(groups && {
      groups: table(
        ['group', 'id', 'roles'],
        groups.map(({ label, id: group }, position) => [
          label,
          group,
          ofGroups[position]?.join(', ') ?? null,
        ]),
        top,
      ),
    }),
    ...(own.length > 0 && {
      own_roles: table(
        ['role', 'id'],
        own.map((role) => [cell(role.name), role.id]),
        top,
      ),
    }),
  };
}

export async function readProjectGroups(id: string, reads: ReportReads): Promise<Group[]> {
  const rows = await reads.list(`${PROJECT}/groups`, [id], ['group_id', 'group_name']);
  return rows.map(({ group_id, group_name }) => ({
    id: String(group_id),
    label: cell(group_name) ?? String(group_id),
  }));
}
