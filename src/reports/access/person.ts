/** All that one person holds: what removing them takes away, and what would outlive them. */
import { defined } from '../../model/record.ts';
import type { Gaps } from '../gaps.ts';
import { idsOfLabels } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell, day, table } from '../table.ts';
import { findingsTable, ofAdminKey, ofProjectKey, shownFindings } from './findings.ts';
import { readHoldings } from './holdings.ts';
import { offBoarding } from './off-boarding.ts';
import type { AccessQuery } from './organization.ts';
import type { Person } from './people.ts';
import { lastUse } from './project.ts';
import type { Somebody } from './subject.ts';

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
  const { roles, memberships, groups, keys, accounts, invites, ...more } = await readHoldings(
    somebody,
    active,
    reads,
    gaps,
    { keysOnly: findingsOnly },
  );
  const judging = { now, unusedDays, people: person || somebody.isUnread ? undefined : NOBODY };
  const findings = [
    ...keys.flatMap((key) => ofProjectKey(key, judging)),
    ...more.adminKeys.flatMap((key) => ofAdminKey(key, judging)),
  ];
  const held = {
    projects: table(
      ['project', 'roles'],
      memberships.map(({ place, roles }) => [place.label, roles]),
      top,
    ),
    groups: table(
      ['group', 'id'],
      groups.map(({ label, id }) => [label, id]),
      top,
    ),
    api_keys: table(
      ['key', 'id', 'project', 'last_used', 'expires'],
      keys.map((key) => [key.name, key.id, key.place?.label, lastUse(key), day(key.expires)]),
      top,
    ),
    admin_keys: table(
      ['key', 'id', 'last_used', 'expires'],
      more.adminKeys.map((key) => [key.name, key.id, lastUse(key), day(key.expires)]),
      top,
    ),
    service_accounts: table(
      ['account', 'id', 'project', 'made'],
      accounts.map(({ name, id, place, made }) => [name, id, place?.label ?? null, made]),
      top,
    ),
    open_invites: table(
      ['id', 'email', 'role', 'sent'],
      invites.map((invite) => [invite.id, cell(invite.email), cell(invite.role), day(invite.created_at)]),
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
    covers: `${more.placesRead} of ${active.length} active projects`,
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
