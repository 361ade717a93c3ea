/** The projects that a person reaches, by which roles, and whether by a group. */
import type { Gaps } from '../gaps.ts';
import { inPlaces, type Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { isGone } from '../why-unread.ts';
import { assignedRoles, type Group } from './groups.ts';
import type { Person } from './people.ts';
import { readProjectGroups } from './project.ts';

const USER_ROLES = '/projects/{project_id}/users/{user_id}/roles';

/** `roles` as people read them; `isOwner` where the person is one without a group. */
export type Membership = { place: Place; roles: string | null; isOwner: boolean };

/**
 * Projects are asked for their groups only if the person is in some, and for
 * the person's roles only where they belong to it, or the list of users does not tell where.
 */
export async function readMemberships(
  person: Person,
  places: readonly Place[],
  groups: readonly Group[],
  reads: ReportReads,
  gaps: Gaps,
  goOn?: string,
): Promise<Membership[]> {
  const ofProjects =
    groups.length === 0
      ? new Map<Place, Group[]>()
      : new Map(
          (await inPlaces('groups', places, ({ id }) => readProjectGroups(id, reads), gaps, goOn)).found,
        );
  const reached = places.flatMap((place) => {
    const through = (ofProjects.get(place) ?? []).filter(({ id }) => groups.some((group) => group.id === id));
    const isMember = person.projects?.has(place.id);
    return isMember === false && through.length === 0 ? [] : [{ place, isMember, through }];
  });
  const rows = await Promise.all(
    reached.map(async ({ place, isMember, through }) => {
      const roles = await gaps.attempt(`their roles in ${place.label}`, async () => {
        try {
          return await assignedRoles(USER_ROLES, [place.id, person.id], groups, reads);
        } catch (error) {
          if (isGone(error)) return [];
          throw error;
        }
      });
      // Where nothing told whether they are a member, having a role there does.
      if (isMember === undefined && roles?.length === 0 && through.length === 0) return undefined;
      const plain = person.projects?.get(place.id) ?? `by ${through.map(({ label }) => label).join(', ')}`;
      return {
        place,
        roles: roles === undefined || roles.length === 0 ? plain : roles.join(', '),
        isOwner: [plain, ...(roles ?? [])].some((role) => role?.toLowerCase() === 'owner'),
      };
    }),
  );
  return rows.filter((row) => row !== undefined);
}
