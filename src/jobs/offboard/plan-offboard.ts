/** The writes that take everything from a person who leaves, what goes with them, and what stays behind; pure. */
import type { Holdings } from '../../reports/access/holdings.ts';
import type { Key } from '../../reports/access/keys.ts';
import type { Person } from '../../reports/access/people.ts';
import { lastUse } from '../../reports/access/project.ts';
import { DAY_SECONDS } from '../../reports/period.ts';
import { day } from '../../reports/table.ts';
import { quote } from '../../text/clean.ts';
import { counted } from '../counted.ts';
import type { JobStep } from '../job.ts';

/** What was used in the last days is taken to be in use. */
const IN_USE_DAYS = 7;

/** Of the things that a sentence names. */
const MOST_NAMED = 20;

type Held = Pick<
  Holdings,
  'roles' | 'memberships' | 'groups' | 'keys' | 'adminKeys' | 'accounts' | 'invites'
>;

/**
 * What can be undone first, the person last. Keys are deleted by themselves, since lists go on showing those of people
 * who left as enabled; memberships, groups and roles end with the person, and some of them could not be taken before:
 * the default project's, and those that a directory keeps.
 */
export function offboardingSteps(person: Person | undefined, held: Held): JobStep[] {
  return [
    ...held.invites.map(
      ({ id, email, created_at: sent }): JobStep => ({
        method: 'delete',
        path: '/organization/invites/{invite_id}',
        given: { invite_id: String(id) },
        about: 'Open invites',
        change: 'withdraw',
        item: `${quote(String(email), 60)} (${String(id)}), sent ${day(sent) ?? 'at an unknown time'}`,
      }),
    ),
    ...held.keys.flatMap((key): JobStep[] =>
      key.place === undefined
        ? []
        : [
            {
              method: 'delete',
              path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
              given: { project_id: key.place.id, api_key_id: key.id },
              about: `API keys in ${quote(key.place.name, 60)} (${key.place.id})`,
              change: 'delete',
              item: keyTold(key),
            },
          ],
    ),
    ...held.adminKeys.map(
      (key): JobStep => ({
        method: 'delete',
        path: '/organization/admin_api_keys/{key_id}',
        given: { key_id: key.id },
        about: 'Admin API keys',
        change: 'delete',
        item: keyTold(key),
      }),
    ),
    ...(person === undefined
      ? []
      : [
          {
            method: 'delete' as const,
            path: '/organization/users/{user_id}',
            given: { user_id: person.id },
            about: `Person ${quote(person.label, 60)} (${person.id})`,
            change: 'remove from the organization and all its projects',
          },
        ]),
  ];
}

/** In a few words each, what hurts most first. */
export function brieflyHeld(
  { keys, adminKeys, memberships, groups, invites }: Held,
  nowSeconds: number,
): string[] {
  const used = keys.filter((key) => isInUse(key, nowSeconds)).length;
  const usedAdmin = adminKeys.filter((key) => isInUse(key, nowSeconds)).length;
  const inUse = (count: number) => (count === 0 ? '' : ` (${count} in use)`);
  return [
    ...counted(keys.length, 'API key', inUse(used)),
    ...counted(adminKeys.length, 'admin key', inUse(usedAdmin)),
    ...counted(memberships.length, 'project'),
    ...counted(groups.length, 'group'),
    ...counted(invites.length, 'invite'),
  ];
}

/** A sentence each. */
export function whatFollows(person: Person | undefined, held: Held, nowSeconds: number): string[] {
  const { roles = [], memberships, groups, keys, adminKeys, accounts } = held;
  const used = [...keys, ...adminKeys].filter((key) => isInUse(key, nowSeconds));
  const projects = memberships.map(
    ({ place, roles: how }) => quote(place.name, 60) + (how ? ` (${how})` : ''),
  );
  return [
    ...(used.length === 0
      ? []
      : [
          `Used in the last ${IN_USE_DAYS} days: ${named(used.map(whereUsed))}. Keys cannot be handed over: what uses them stops and needs keys of its own before.`,
        ]),
    ...(projects.length === 0 ? [] : [`Projects that they lose: ${named(projects)}.`]),
    ...(groups.length === 0
      ? []
      : [`Groups that they lose: ${named(groups.map(({ label, id }) => `${quote(label, 60)} (${id})`))}.`]),
    ...(roles.length === 0 ? [] : [`Roles in the organization that they lose: ${named(roles)}.`]),
    ...accounts.map(
      ({ name, id, place }) =>
        `Service account ${quote(name ?? id, 60)} (${id})${place ? ` in ${quote(place.name, 60)} (${place.id})` : ''} was made by them and stays. They may know its key: rotate_service_account_key makes another.`,
    ),
    ...(person?.isManaged
      ? ['A directory manages this person (SCIM): remove them there too, or it brings them back.']
      : []),
  ];
}

function whereUsed({ name, id, place }: Key): string {
  const told = quote(name ?? id, 60);
  return place === undefined ? `admin key ${told}` : `${told} in ${quote(place.name, 60)}`;
}

function keyTold(key: Key): string {
  return `${quote(key.name ?? key.id, 60)} (${key.id}), ${lastUsed(key)}`;
}

function lastUsed(key: Key): string {
  if (key.lastUsed === null) return 'never used';
  return key.lastUsed === undefined ? 'last use not told' : `last used ${lastUse(key)}`;
}

function isInUse({ lastUsed: at }: Key, nowSeconds: number): boolean {
  return typeof at === 'number' && at > nowSeconds - IN_USE_DAYS * DAY_SECONDS;
}

function named(things: readonly string[]): string {
  const more = things.length - MOST_NAMED;
  return `${things.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
