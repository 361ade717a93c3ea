/** API keys as lists of projects and of the organization show them, in one form. */
import { isRecord } from '../../model/record.ts';
import { unixSeconds } from '../../tools/shape-value.ts';
import type { Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell } from '../table.ts';

/** Undefined is what the API did not tell; null is never. */
export type Key = {
  id: string;
  name: string | null;
  /** Of a project key. */
  place?: Place;
  created: number | undefined;
  lastUsed: number | null | undefined;
  expires: number | null | undefined;
  owner: { isPerson: boolean; id: string; name: string | null; email: string | null };
  /** Whether its owner lost access to its project. */
  lostAccess: boolean;
};

const MEMBERS = ['id', 'name', 'created_at', 'last_used_at', 'expires_at', 'owner', 'owner_project_access'];

/** Also those whose owner lost access, which the list hides unless it is asked. */
export async function projectKeys(place: Place, reads: ReportReads): Promise<Key[]> {
  const rows = await reads.list('/organization/projects/{project_id}/api_keys', [place.id], MEMBERS, {
    owner_project_access: 'any',
  });
  return rows.map((row) => ({ ...toKey(row), place }));
}

export async function adminKeys(reads: ReportReads): Promise<Key[]> {
  return (await reads.list('/organization/admin_api_keys', [], MEMBERS)).map(toKey);
}

function toKey(row: Record<string, unknown>): Key {
  const owner = isRecord(row.owner) ? row.owner : {};
  const isPerson = owner.type === 'user';
  // A project key's owner stands in a member of the name of its type, an admin key's is the owner itself.
  const inner = isPerson ? owner.user : owner.service_account;
  const { id, name, email } = isRecord(inner) ? inner : owner;
  return {
    id: String(row.id),
    name: cell(row.name),
    created: unixSeconds(row.created_at),
    lastUsed: row.last_used_at === null ? null : unixSeconds(row.last_used_at),
    expires: row.expires_at === null ? null : unixSeconds(row.expires_at),
    owner: { isPerson, id: String(id), name: cell(name), email: cell(email) },
    lostAccess: row.owner_project_access === 'inactive',
  };
}

export function ownerOf({ owner: { isPerson, id, name, email } }: Key): string {
  return isPerson ? (email ?? name ?? id) : `${name ?? id} (service account)`;
}
