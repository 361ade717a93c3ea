/** Which projects nobody of their own would answer for any more, and how few owners the organization would keep. */
import { assignedRoles, ownersThrough, readGroups } from '../../reports/access/groups.ts';
import type { Membership } from '../../reports/access/memberships.ts';
import { type Person, readPeople } from '../../reports/access/people.ts';
import { readProjectGroups } from '../../reports/access/project.ts';
import type { Gaps } from '../../reports/gaps.ts';
import type { Place } from '../../reports/places.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';

const PROJECT = '/organization/projects/{project_id}';
const GROUP = '/organization/groups/{group_id}';
const GROUP_ROLES = '/projects/{project_id}/groups/{group_id}/roles';

/** A sentence each. */
export async function leftWithoutOwner(
  person: Person,
  memberships: readonly Membership[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<string[]> {
  const owned = memberships.filter(({ isOwner }) => isOwner).map(({ place }) => place);
  const [ofProjects, ofOrganization] = await Promise.all([
    Promise.all(
      owned.map((place) =>
        gaps.attempt(`the owners of ${place.label}`, async () =>
          (await hasAnotherOwner(place, person.id, reads))
            ? []
            : [
                `Project ${quote(place.name, 60)} (${place.id}) is left without an owner of its own; owners of the organization still reach it. create_project_user or update_project_user makes somebody one.`,
              ],
        ),
      ),
    ),
    isOwner(person.role)
      ? gaps.attempt('the owners of the organization', () => lastOwners(person, reads, gaps))
      : [],
  ]);
  return [...(ofOrganization ?? []), ...ofProjects.flatMap((sentences) => sentences ?? [])];
}

async function hasAnotherOwner({ id }: Place, person: string, reads: ReportReads): Promise<boolean> {
  const members = await reads.list(`${PROJECT}/users`, [id], ['id', 'role']);
  if (members.some((member) => isOwner(member.role) && member.id !== person)) return true;
  for (const group of await readProjectGroups(id, reads)) {
    const roles = await assignedRoles(GROUP_ROLES, [id, group.id], [], reads);
    if (!roles.some(isOwner)) continue;
    const users = await reads.list(`${GROUP}/users`, [group.id], ['id']);
    if (users.some((user) => user.id !== person)) return true;
  }
  return false;
}

/** That no owner at all would be left is found before anything is sent, and refused. */
async function lastOwners(person: Person, reads: ReportReads, gaps: Gaps): Promise<string[]> {
  const others = (await readPeople(reads)).filter(({ id, canSignIn }) => canSignIn && id !== person.id);
  const own = others.filter(({ role }) => isOwner(role));
  if (own.length > 1) return [];
  const through = await ownersThrough(await readGroups(reads), reads, gaps);
  const [only, another] = others.filter(({ id, role }) => isOwner(role) || through.has(id));
  if (only === undefined || another !== undefined) return [];
  return [`After this ${quote(only.label, 60)} (${only.id}) is the only owner of the organization.`];
}

function isOwner(role: unknown): boolean {
  return typeof role === 'string' && role.toLowerCase() === 'owner';
}
