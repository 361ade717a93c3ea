/** Where things of each kind are listed, and what of their rows says what they are called and how they are. */
import { isRecord } from '../../model/record.ts';
import type { Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell } from '../table.ts';
import type { Kind } from './match.ts';

/** `key`: what is shown of a key's secret. */
export type Thing = {
  kind: Kind;
  id: string;
  names: unknown[];
  where: string;
  state: string | null;
  key?: unknown;
};

const ORGANIZATION = 'organization';

type Row = Record<string, unknown>;
type List = {
  path: string;
  members: string[];
  toThing: (row: Row, now: number) => Omit<Thing, 'kind' | 'where'>;
};

/** In the organization: one list for each kind. */
export const OF_ORGANIZATION: Partial<Record<Kind, List>> = {
  user: {
    path: '/organization/users',
    members: ['id', 'email', 'name', 'role', 'user'],
    toThing: (row) => {
      const inner = isRecord(row.user) ? row.user : {};
      const state = inner.enabled === false || inner.banned === true ? 'cannot sign in' : cell(row.role);
      return { id: String(row.id), names: [row.email ?? inner.email, row.name ?? inner.name], state };
    },
  },
  invite: {
    path: '/organization/invites',
    members: ['id', 'email', 'status'],
    toThing: (row) => ({ id: String(row.id), names: [row.email], state: cell(row.status) }),
  },
  group: {
    path: '/organization/groups',
    members: ['id', 'name', 'is_scim_managed'],
    toThing: (row) => ({
      id: String(row.id),
      names: [row.name],
      state: row.is_scim_managed === true ? 'managed by SCIM' : 'active',
    }),
  },
  role: {
    path: '/organization/roles',
    members: ['id', 'name', 'predefined_role'],
    toThing: roleThing,
  },
  admin_key: {
    path: '/organization/admin_api_keys',
    members: ['id', 'name', 'redacted_value', 'expires_at'],
    toThing: keyThing,
  },
};

/** In each project: a list for each kind, of which some know no archived projects. */
export const OF_PROJECTS: Partial<Record<Kind, List & { values?: Row; needsKey?: true; name: string }>> = {
  service_account: {
    name: 'service accounts',
    path: '/organization/projects/{project_id}/service_accounts',
    members: ['id', 'name'],
    toThing: (row) => ({ id: String(row.id), names: [row.name], state: 'active' }),
  },
  api_key: {
    name: 'API keys',
    path: '/organization/projects/{project_id}/api_keys',
    members: ['id', 'name', 'redacted_value', 'expires_at', 'owner_project_access'],
    values: { owner_project_access: 'any' },
    toThing: (row, now) => {
      const thing = keyThing(row, now);
      return row.owner_project_access === 'inactive' ? { ...thing, state: 'owner lost access' } : thing;
    },
  },
  role: {
    name: 'roles',
    path: '/projects/{project_id}/roles',
    members: ['id', 'name', 'predefined_role'],
    toThing: roleThing,
  },
  vector_store: {
    name: 'vector stores',
    path: '/vector_stores',
    members: ['id', 'name', 'status'],
    needsKey: true,
    toThing: (row) => ({ id: String(row.id), names: [row.name], state: cell(row.status) }),
  },
};

export async function ofOrganization(kind: Kind, reads: ReportReads, now: number): Promise<Thing[]> {
  const list = OF_ORGANIZATION[kind];
  if (list === undefined) return [];
  const rows = await reads.list(list.path, [], list.members);
  return rows.map((row) => ({ kind, where: ORGANIZATION, ...list.toThing(row, now) }));
}

export async function ofProject(kind: Kind, place: Place, reads: ReportReads, now: number): Promise<Thing[]> {
  const list = OF_PROJECTS[kind];
  if (list === undefined) return [];
  const { path, members, values, needsKey, toThing } = list;
  const [ids, more] = needsKey ? [[], { project_id: place.id }] : [[place.id], values];
  const rows = await reads.list(path, ids, members, more);
  return rows.map((row) => ({ kind, where: place.label, ...toThing(row, now) }));
}

export function projectThing({ id, name, state }: Place): Thing {
  return { kind: 'project', id, names: [name], where: ORGANIZATION, state };
}

function roleThing(row: Row) {
  const state = row.predefined_role === false ? 'custom' : 'predefined';
  return { id: String(row.id), names: [row.name], state };
}

function keyThing(row: Row, now: number) {
  const isOver = typeof row.expires_at === 'number' && row.expires_at <= now;
  return {
    id: String(row.id),
    names: [row.name],
    state: isOver ? 'expired' : 'active',
    key: row.redacted_value,
  };
}
