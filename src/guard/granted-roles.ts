/** Whether a call gives somebody an owner's rights: by a role, by its permissions, or as a member of a group that has one. */
import { isRecord } from '../model/record.ts';
import { readAll } from '../reading/read-whole.ts';
import type { Reader } from '../reading/reader.ts';
import { quote } from '../text/clean.ts';
import { type Effect, type EffectCase, operationAmong } from './effect.ts';
import { isPlainOwner, type OwnerRights, rightsOfPermissions, rightsOfRole } from './owner-rights.ts';
import { unlessNotFound } from './refused-reads.ts';

/** What is looked at of each. */
const ROLE = ['id', 'name', 'predefined_role', 'permissions'];
const PROJECT = ['id', 'name'];

/** Whether a group has an owner's role in more projects than this is not looked at. */
const MAX_PROJECTS = 100;
const AT_ONCE = 8;

/** In words, and where its roles are listed. */
type Scope = { where: 'organization' | 'project'; roles: string; ids: string[] };

export async function grantsOwnerRights(one: EffectCase): Promise<Effect | undefined> {
  const { tool, request } = one.write;
  if (tool.method === 'delete' || !/^\/(organization|projects)\//i.test(request.path)) return undefined;
  const scope = scopeOf(one);
  const rights = await rightsGiven(one, scope);
  if (rights === undefined) return undefined;
  const where = rights.where ?? (scope.where === 'project' ? 'in the project ' : '');
  return {
    class: 'opens_access',
    risk: `This ${rights.certain ? 'gives' : 'may give'} an owner's rights ${where}until they are taken back.`,
    because: rights.because,
  };
}

type Given = OwnerRights & { where?: string };

/** What gives rights otherwise than by a role in its body. */
const JUDGED_OTHERWISE = [
  'POST /organization/groups/{}/users',
  'POST /organization/roles/{}',
  'POST /projects/{}/roles/{}',
] as const;

async function rightsGiven({ write, target, reader }: EffectCase, scope: Scope): Promise<Given | undefined> {
  const body = write.request.body ?? {};
  const { operation, ids = [] } = operationAmong(write, JUDGED_OTHERWISE) ?? {};
  switch (operation) {
    case 'POST /organization/groups/{}/users':
      return rightsOfGroup(ids[0] ?? '', reader);
    case 'POST /organization/roles/{}':
    case 'POST /projects/{}/roles/{}': {
      if (!Array.isArray(body.permissions)) return undefined;
      const { permissions: before } = (await target()).body ?? {};
      const had: unknown[] = Array.isArray(before) ? before : [];
      const added = body.permissions.filter((permission) => !had.includes(permission));
      return rightsOfPermissions(added, 'From then on whoever has the role');
    }
    default:
      return firstOf(rolesNamedIn(body), (role) => rightsNamed(role, scope, reader));
  }
}

/** A role that stands in a body; those of invitations to projects below the project. */
type NamedRole = { value: string; inProjects: boolean };

function rolesNamedIn(value: unknown, inProjects = false): NamedRole[] {
  if (Array.isArray(value)) return value.flatMap((item) => rolesNamedIn(item, inProjects));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name !== 'role' && name !== 'role_id') return rolesNamedIn(member, inProjects || name === 'projects');
    return typeof member === 'string' ? [{ value: member, inProjects }] : [];
  });
}

async function rightsNamed(
  { value, inProjects }: NamedRole,
  { where, roles, ids }: Scope,
  reader: Reader,
): Promise<Given | undefined> {
  const isOwner = isPlainOwner(value);
  if (isOwner === false) return undefined;
  if (isOwner === true) {
    const what = inProjects || where === 'project' ? 'project' : 'organization';
    return {
      certain: true,
      because: `Owners can do everything in the ${what}.`,
      ...(inProjects && { where: 'in a project ' }),
    };
  }
  const unknown = { certain: false, because: `What the role ${quote(value)} permits could not be read.` };
  const known = await readAll(roles, ids, reader, ROLE).catch(() => []);
  const role = known.find(({ id }) => id === value);
  return role === undefined ? unknown : rightsOfRole(role, where);
}

/** What a new member of a group gets: its roles in the organization and in every project. */
async function rightsOfGroup(group: string, reader: Reader): Promise<Given | undefined> {
  try {
    const own = await readAll('/organization/groups/{a}/roles', [group], reader, ROLE);
    const first = own.flatMap((role) => rightsOfRole(role, 'organization') ?? [])[0];
    if (first !== undefined) return first;
    const projects = await readAll('/organization/projects', [], reader, PROJECT);
    if (projects.length > MAX_PROJECTS) throw new Error('too many to look at');
    for (let at = 0; at < projects.length; at += AT_ONCE) {
      const some = projects.slice(at, at + AT_ONCE);
      const held = await Promise.all(some.map((project) => rightsInProject(group, project, reader)));
      const found = held.find((rights) => rights !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  } catch {
    return { certain: false, because: 'What the roles of the group permit could not be read in full.' };
  }
}

async function rightsInProject(
  group: string,
  { id, name }: Record<string, unknown>,
  reader: Reader,
): Promise<Given | undefined> {
  const path = '/projects/{a}/groups/{b}/roles';
  const roles = await unlessNotFound(readAll(path, [String(id), group], reader, ROLE));
  const rights = (roles ?? []).flatMap((role) => rightsOfRole(role, 'project') ?? [])[0];
  const project = `${quote(String(name))} (${String(id)})`;
  return (
    rights && {
      ...rights,
      because: `${rights.because} The group has it in project ${project}.`,
      where: 'in a project ',
    }
  );
}

async function firstOf<Item, Found>(
  items: Item[],
  look: (item: Item) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (const item of items) {
    const found = await look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scopeOf({ write }: EffectCase): Scope {
  const project = /^\/(?:organization\/)?projects\/([^/]+)\//i.exec(write.request.path)?.[1];
  return project === undefined
    ? { where: 'organization', roles: '/organization/roles', ids: [] }
    : { where: 'project', roles: '/projects/{a}/roles', ids: [decodeURIComponent(project)] };
}
