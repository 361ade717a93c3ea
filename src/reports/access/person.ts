/** All that one person holds: what removing them takes away, and what would outlive them. */
import { defined } from '../../model/record.ts';
import type { Gaps } from '../gaps.ts';
import { idsOfLabels, inPlaces } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell, day, table } from '../table.ts';
import { findingsTable, isOpen, ofAdminKey, ofProjectKey, shownFindings } from './findings.ts';
import { assignedRoles, groupsOf, readGroups } from './groups.ts';
import { adminKeys, type Key, projectKeys } from './keys.ts';
import { readMemberships } from './memberships.ts';
import { offBoarding } from './off-boarding.ts';
import { type AccessQuery, readInvites } from './organization.ts';
import type { Person } from './people.ts';
import { lastUse } from './project.ts';
import { accountsMadeBy } from './service-accounts.ts';
import { type Somebody, sameText } from './subject.ts';

/** Of each table: off-boarding needs all of it. */
const USUAL_TOP = 50;

const CANNOT_SEE =
  'Service accounts have no owner: those are listed whose creation by this person the audit log tells. Sign-ins, keys of archived projects, and who knows the secret of a shared key are not seen.';

export async function accessOfPerson(
  somebody: Somebody,
  { places, now, unusedDays, top = USUAL_TOP, findingsOnly }: AccessQuery,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Record<string, unknown>> {
  const { person } = somebody;
  const active = places.filter(({ state }) => state !== 'archived');
  const [admin, invites, groups, ofProjects, roles] = await Promise.all([
    gaps.attempt('admin keys', () => adminKeys(reads)),
    gaps.attempt('invites', () => readInvites(reads)),
    gaps.attempt('groups', () => readGroups(reads)),
    inPlaces('API keys', active, (place) => projectKeys(place, reads), gaps),
    person &&
      gaps.attempt('their roles in the organization', () =>
        assignedRoles('/organization/users/{user_id}/roles', [person.id], [], reads),
      ),
  ]);
  gaps.throwIfNothing();
  const allKeys = ofProjects.found.flatMap(([, found]) => found);
  const isTheirs = isOwnedBy(somebody, allKeys);
  const keys = allKeys.filter(isTheirs);
  const adminOnes = (admin ?? []).filter(isTheirs);
  const open = (invites ?? []).filter((invite) => isOpen(invite) && isTo(invite, somebody));
  const inGroups = person && groups && !findingsOnly ? await groupsOf(person, groups, reads, gaps) : [];
  const [memberships, accounts] = await Promise.all([
    person && !findingsOnly ? readMemberships(person, active, inGroups, reads, gaps) : [],
    findingsOnly ? [] : accountsMadeBy(somebody, allKeys, active, reads, gaps),
  ]);
  const judging = { now, unusedDays, people: person || somebody.isUnread ? undefined : NOBODY };
  const findings = [
    ...keys.flatMap((key) => ofProjectKey(key, judging)),
    ...adminOnes.flatMap((key) => ofAdminKey(key, judging)),
  ];
  const held = {
    projects: table(['project', 'roles'], memberships, top),
    groups: table(
      ['group', 'id'],
      inGroups.map(({ label, id }) => [label, id]),
      top,
    ),
    api_keys: table(
      ['key', 'id', 'project', 'last_used', 'expires'],
      keys.map((key) => [key.name, key.id, key.place?.label, lastUse(key), day(key.expires)]),
      top,
    ),
    admin_keys: table(
      ['key', 'id', 'last_used', 'expires'],
      adminOnes.map((key) => [key.name, key.id, lastUse(key), day(key.expires)]),
      top,
    ),
    service_accounts: table(['account', 'id', 'project', 'made'], accounts ?? [], top),
    open_invites: table(
      ['id', 'email', 'role', 'sent'],
      open.map((invite) => [invite.id, cell(invite.email), cell(invite.role), day(invite.created_at)]),
      top,
    ),
  };
  const findingRows = findingsTable(findings, top);
  const labels = [held.projects.rows, held.api_keys.rows, held.service_accounts.rows, findingRows.rows]
    .flat(2)
    .filter((value) => typeof value === 'string');
  return {
    subject: subjectOf(somebody),
    ...(!findingsOnly && { ...defined({ organization_roles: rolesOf(somebody, roles) }), ...held }),
    ...shownFindings(findings, findingRows),
    project_ids: idsOfLabels(labels, places),
    ...(!findingsOnly && { to_remove: offBoarding(somebody, held) }),
    covers: `${ofProjects.found.length} of ${active.length} active projects`,
    cannot_see: CANNOT_SEE,
    ...gaps.told(),
  };
}

/** In the organization: none for somebody who is not in it, and nothing where that could not be read. */
function rolesOf({ person, isUnread }: Somebody, read: string[] | undefined): string[] | undefined {
  if (person === undefined) return isUnread ? undefined : [];
  return read ?? (person.role === null ? undefined : [person.role]);
}

/** Everybody is somebody else than who is not there. */
const NOBODY: ReadonlyMap<string, Person> = new Map();

function subjectOf({ person, id, email, isUnread }: Somebody) {
  if (person === undefined) {
    const state = isUnread ? 'unknown' : 'not in the organization';
    return { kind: 'person', state, ...(id && { id }), ...(email && { email }) };
  }
  return {
    kind: 'person',
    id: person.id,
    name: cell(person.name),
    email: cell(person.email),
    state: person.canSignIn ? 'active' : 'cannot sign in',
    added: day(person.added),
    last_key_use: day(person.lastKeyUse),
  };
}

/** Admin keys name their owner by ID alone, which for somebody who left the keys of projects still tell. */
function isOwnedBy({ id, email }: Somebody, keys: readonly Key[]): (key: Key) => boolean {
  const named = ({ owner }: Key) =>
    owner.isPerson && (owner.id === id || sameText(owner.email ?? undefined, email));
  const ids = new Set(keys.filter(named).map(({ owner }) => owner.id));
  return (key) => named(key) || (key.owner.isPerson && ids.has(key.owner.id));
}

function isTo(invite: Record<string, unknown>, { email }: Somebody): boolean {
  return typeof invite.email === 'string' && sameText(invite.email, email);
}
