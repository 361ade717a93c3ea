/** Access to the organization as a whole: how much of everything there is, and what a review would ask about. */
import type { Gaps } from '../gaps.ts';
import { idsOfLabels, inPlaces, type Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import {
  type Finding,
  findingsTable,
  isOpen,
  type Judging,
  ofAdminKey,
  ofInvite,
  ofOwners,
  ofProjectKey,
  shownFindings,
} from './findings.ts';
import { ownersThrough, readGroups } from './groups.ts';
import { adminKeys, type Key, projectKeys } from './keys.ts';
import type { Person } from './people.ts';

export type AccessQuery = {
  places: readonly Place[];
  /** Whether these are all projects of the organization, from the first one on. */
  isWhole: boolean;
  now: number;
  unusedDays: number;
  top: number | undefined;
  findingsOnly: boolean;
};

/** Of findings: what is asked about is often one kind of them. */
const USUAL_TOP = 25;

/** What is no project's own is asked for only where the answer is about all of them. */
export async function accessToAll(
  query: AccessQuery,
  readEverybody: () => Promise<Person[]>,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Record<string, unknown>> {
  const { isWhole, now, unusedDays, findingsOnly } = query;
  const active = query.places.filter(({ state }) => state !== 'archived');
  const whenWhole = <Read>(read: () => Promise<Read>) => (isWhole ? read() : Promise.resolve(undefined));
  const [people, admin, invites, groups, ofProjects] = await Promise.all([
    gaps.attempt('people', readEverybody),
    whenWhole(() => gaps.attempt('admin keys', () => adminKeys(reads))),
    whenWhole(() => gaps.attempt('invites', () => readInvites(reads))),
    whenWhole(() => readGroupsWithOwners(reads, gaps)),
    inPlaces('API keys', active, (place) => projectKeys(place, reads), gaps),
  ]);
  gaps.throwIfNothing();
  const keys = ofProjects.found.flatMap(([, found]) => found);
  const open = invites?.filter(isOpen);
  const owners = people?.filter(
    ({ id, role, canSignIn }) =>
      canSignIn && (role?.toLowerCase() === 'owner' || groups?.owners.has(id) === true),
  );
  const judging: Judging = { now, unusedDays, people: people && byId(people) };
  const findings: Finding[] = [
    ...keys.flatMap((key) => ofProjectKey(key, judging)),
    ...(admin ?? []).flatMap((key) => ofAdminKey(key, judging)),
    ...(isWhole ? ofOwners(owners ?? []) : []),
    ...(open ?? []).flatMap(ofInvite),
  ];
  const findingRows = findingsTable(findings, query.top ?? USUAL_TOP);
  return {
    ...(!findingsOnly && {
      counts: {
        ...(isWhole && { people: people?.length, owners: owners?.length, groups: groups?.count }),
        active_projects: active.length,
        ...(isWhole && { archived_projects: query.places.length - active.length }),
        api_keys: keys.length,
        of_service_accounts: keys.filter(({ owner }) => !owner.isPerson).length,
        admin_keys: admin?.length,
        open_invites: open?.length,
      },
    }),
    ...shownFindings(findings, findingRows),
    project_ids: idsOfLabels(
      findingRows.rows.map((row) => row[3]),
      query.places,
    ),
    covers: `API keys of ${ofProjects.found.length} of ${active.length} active projects${isWhole ? ', admin keys, invites, owners' : ''}; unused: ${unusedDays} days and older than that`,
    cannot_see: cannotSee(keys, people === undefined),
    ...gaps.told(),
  };
}

export function cannotSee(keys: readonly Key[], withoutPeople: boolean): string {
  const untold = keys.filter(
    ({ created, lastUsed }) => created === undefined || lastUsed === undefined,
  ).length;
  return [
    'Sign-ins, so people are not judged by use',
    'keys of archived projects',
    ...(untold > 0 ? [`the use of ${untold} keys of which OpenAI does not tell it`] : []),
    ...(withoutPeople ? ['which owners left'] : []),
  ].join('; ');
}

export function byId(people: readonly Person[]): Map<string, Person> {
  return new Map(people.map((person) => [person.id, person]));
}

export function readInvites(reads: ReportReads): Promise<Record<string, unknown>[]> {
  return reads.list(
    '/organization/invites',
    [],
    ['id', 'email', 'role', 'status', 'created_at', 'expires_at', 'projects'],
  );
}

async function readGroupsWithOwners(reads: ReportReads, gaps: Gaps) {
  const groups = await gaps.attempt('groups', () => readGroups(reads));
  return groups && { count: groups.length, owners: await ownersThrough(groups, reads, gaps) };
}
