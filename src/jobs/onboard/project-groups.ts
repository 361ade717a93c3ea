/** The groups that get into a project, each with a role that the project has. */
import { isRecord } from '../../model/record.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { JobStep } from '../job.ts';
import { type Place, placeTold, type There } from '../place.ts';
import { nameOf, refuseTwice } from './people.ts';

export const GROUPS = '/organization/projects/{project_id}/groups';
/** The API has what is about roles in a project here. */
export const ROLES = '/projects/{project_id}/roles';
export const GROUP_ROLES = '/projects/{project_id}/groups/{group_id}/roles';

type Group = { group: string; role: string };

/** @param value checked arguments, IDs in place of names */
function groupsIn(value: unknown): Group[] {
  const entries = Array.isArray(value) ? value.filter(isRecord) : [];
  return entries.map(({ group, role }) => ({ group: String(group), role: String(role) }));
}

/**
 * A group that is in the project already gets the role besides those that it has.
 * @param shown the project itself; for a new one another, which has OpenAI's own roles just as well
 * @throws ArgumentError for a role that the project does not have, and a group that is named twice
 */
export async function planGroups(
  place: Place,
  value: unknown,
  shown: There | undefined,
  reads: ReportReads,
): Promise<JobStep[]> {
  const groups = groupsIn(value);
  if (groups.length === 0) return [];
  const [told, roles, present] = await Promise.all([
    Promise.all(groups.map(({ group }) => nameOf('/organization/groups/{group_id}', group, reads))),
    shown && rolesOf(place, shown, reads),
    place.isNew ? [] : reads.list(GROUPS, [place.id], ['group_id']),
  ]);
  refuseTwice('groups', told);
  const steps = await Promise.all(
    groups.map(async ({ group, role }, index): Promise<JobStep[]> => {
      if (roles?.has(role) === false) throw new ArgumentError([noSuchRole(index, role, place, roles)]);
      const is = { about: `Groups of ${placeTold(place)}`, item: told[index] ?? group };
      const given = { project_id: place.id, group_id: group };
      const id = place.isNew
        ? { listedAt: ROLES, ids: [place.id], member: 'name', value: role }
        : roles?.get(role);
      if (place.isNew || !present.some(({ group_id: one }) => one === group)) {
        const change = `add as ${role}`;
        return [{ method: 'create', path: GROUPS, given: { ...given, role: id }, ...is, change }];
      }
      const held = (await reads.list(GROUP_ROLES, [place.id, group], ['name'])).map(({ name }) =>
        String(name),
      );
      if (held.includes(role)) return [];
      const change = `give the role ${role}, besides ${held.join(', ')}`;
      return [{ method: 'create', path: GROUP_ROLES, given: { ...given, role_id: id }, ...is, change }];
    }),
  );
  return steps.flat();
}

/** IDs by name. Of another project, of those that a new one has too: a role of one's own belongs to one project. */
async function rolesOf(place: Place, { id }: There, reads: ReportReads): Promise<Map<string, string>> {
  const rows = await reads.list(ROLES, [id], ['id', 'name', 'predefined_role']);
  const known = rows.filter(({ predefined_role: isPredefined }) => !place.isNew || isPredefined === true);
  return new Map(known.map(({ id: role, name }) => [String(name), String(role)]));
}

function noSuchRole(index: number, role: string, place: Place, roles: ReadonlyMap<string, string>): string {
  const has = [...roles.keys()].map((one) => quote(one)).join(', ');
  const begins = `groups[${index}].role: ${placeTold(place)} has no role ${quote(role)}, only ${has}.`;
  return place.isNew
    ? `${begins} Take one of them, or leave the group out, make the role with create_project_role once the project is there, and call again.`
    : `${begins} Take one of them, or make it with create_project_role first.`;
}
