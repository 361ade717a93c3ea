/** All that one person holds, as it was read: for the report about them, and for taking it away. */
import type { Gaps } from '../gaps.ts';
import { inPlaces, type Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { isOpen } from './findings.ts';
import { assignedRoles, type Group, groupsOf, readGroups } from './groups.ts';
import { adminKeys, type Key, projectKeys } from './keys.ts';
import { type Membership, readMemberships } from './memberships.ts';
import { readInvites } from './organization.ts';
import { accountsMadeBy, type MadeAccount } from './service-accounts.ts';
import { type Somebody, sameText } from './subject.ts';

export type Holdings = {
  /** Of the organization, by name; undefined where they were not read. */
  roles: string[] | undefined;
  memberships: Membership[];
  groups: Group[];
  /** Of projects that are not archived. */
  keys: Key[];
  adminKeys: Key[];
  /** Service accounts that they made, as far as the audit log tells. */
  accounts: MadeAccount[];
  /** That can still be accepted. */
  invites: Record<string, unknown>[];
  /** Projects whose keys were read. */
  placesRead: number;
};

/**
 * @param keysOnly what only a list of everything shows is left unread
 * @param goOn how the projects are asked for that there was no time for
 */
export async function readHoldings(
  somebody: Somebody,
  active: readonly Place[],
  reads: ReportReads,
  gaps: Gaps,
  { keysOnly = false, goOn }: { keysOnly?: boolean; goOn?: string } = {},
): Promise<Holdings> {
  const { person } = somebody;
  const readingGroups = gaps.attempt('groups', () => readGroups(reads));
  const [admin, invites, groups, ofProjects, roles] = await Promise.all([
    gaps.attempt('admin keys', () => adminKeys(reads)),
    gaps.attempt('invites', () => readInvites(reads)),
    readingGroups,
    inPlaces('API keys', active, (place) => projectKeys(place, reads), gaps, goOn),
    person &&
      gaps.attempt('their roles in the organization', async () => {
        const path = '/organization/users/{user_id}/roles';
        return assignedRoles(path, [person.id], (await readingGroups) ?? [], reads);
      }),
  ]);
  gaps.throwIfNothing();
  const allKeys = ofProjects.found.flatMap(([, found]) => found);
  const isTheirs = isOwnedBy(somebody, allKeys);
  const inGroups = person && groups && !keysOnly ? await groupsOf(person, groups, reads, gaps) : [];
  const [memberships, accounts] = await Promise.all([
    person && !keysOnly ? readMemberships(person, active, inGroups, reads, gaps, goOn) : [],
    keysOnly ? [] : accountsMadeBy(somebody, allKeys, active, reads, gaps),
  ]);
  return {
    roles,
    memberships,
    groups: inGroups,
    keys: allKeys.filter(isTheirs),
    adminKeys: (admin ?? []).filter(isTheirs),
    accounts: accounts ?? [],
    invites: (invites ?? []).filter((invite) => isOpen(invite) && isTo(invite, somebody)),
    placesRead: ofProjects.found.length,
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
