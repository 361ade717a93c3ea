/** Owns keeping an administrator from shutting the door behind themselves: the key in use, and the last owner. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRecord } from '../tools/check-value.ts';
import { parametersOf, type Reader, toolAt } from './reader.ts';

/** Tells a key that this server uses by the form in which lists show it; undefined when that form says too little. */
export type KeyInUse = (redacted: string) => Promise<boolean | undefined>;

/** What a check works with: `ids` are the values of the path's parameters, in order. */
type Case = {
  ids: string[];
  values: Record<string, unknown>;
  reader: Reader;
  keyInUse: KeyInUse;
};

/** Lists are read to this many pages; where an end is not reached, what was not seen is not counted on. */
const MOST_PAGES = 200;

/** By method and path, so that a tool of one's own for the same operation is held off as well. */
const CHECKS: Record<string, (one: Case) => Promise<string | undefined>> = {
  'DELETE /organization/admin_api_keys/{}': deletesOwnKey,
  'DELETE /organization/projects/{}/api_keys/{}': deletesOwnProjectKey,
  'DELETE /organization/projects/{}/service_accounts/{}': deletesOwnServiceAccount,
  'DELETE /organization/users/{}': removesPerson,
  'POST /organization/users/{}': demotesPerson,
  'DELETE /organization/users/{}/roles/{}': unassignsOwner,
  'DELETE /organization/groups/{}': dissolvesOwners,
  'DELETE /organization/groups/{}/roles/{}': takesOwnershipFromGroup,
  'DELETE /organization/groups/{}/users/{}': leavesOwners,
};

/** Whether a call can lock its own administrator out at all. */
export function mayLockOut(tool: ToolSpec): boolean {
  return checkFor(tool) !== undefined;
}

/** Why the call would lock its own administrator out; undefined when it would not. Reads; rejects when that fails. */
export async function lockOutReason(
  tool: ToolSpec,
  values: Record<string, unknown>,
  reader: Reader,
  keyInUse: KeyInUse,
): Promise<string | undefined> {
  const ids = parametersOf(tool.endpoint.path).map((name) => String(values[name]));
  return checkFor(tool)?.({ ids, values, reader, keyInUse });
}

function checkFor({ endpoint }: ToolSpec): ((one: Case) => Promise<string | undefined>) | undefined {
  return CHECKS[`${endpoint.method} ${endpoint.path.replace(/\{[^}]*\}/g, '{}')}`];
}

async function deletesOwnKey({ ids: [key], reader, keyInUse }: Case): Promise<string | undefined> {
  const body = await readOne('/organization/admin_api_keys/{a}', [key], reader);
  const used = await isInUse(body, keyInUse);
  if (used === false) return undefined;
  return used
    ? 'This is the admin key that this server uses. Store another one first with npx openai-admin-mcp auth login, or delete it on platform.openai.com.'
    : 'It cannot be told whether this is the admin key that this server uses. Delete it on platform.openai.com.';
}

async function deletesOwnProjectKey({ ids, reader, keyInUse }: Case): Promise<string | undefined> {
  const body = await readOne('/organization/projects/{a}/api_keys/{b}', ids, reader);
  return (await isInUse(body, keyInUse)) ? OWN_PROJECT_KEY : undefined;
}

async function deletesOwnServiceAccount({ ids, reader, keyInUse }: Case): Promise<string | undefined> {
  const [project, account] = ids;
  const keys = await readAll('/organization/projects/{a}/api_keys', [project], reader, {
    owner_project_access: 'any',
  });
  for (const key of keys) {
    const owner = isRecord(key.owner) ? key.owner : {};
    const holder = isRecord(owner.service_account) ? owner.service_account : owner;
    if (holder.id === account && (await isInUse(key, keyInUse))) return OWN_PROJECT_KEY;
  }
  return undefined;
}

const OWN_PROJECT_KEY =
  'This would delete the project key that this server uses. Store another one first with npx openai-admin-mcp auth login, or delete it on platform.openai.com.';

async function removesPerson(one: Case): Promise<string | undefined> {
  const [user = ''] = one.ids;
  const keys = await readAll('/organization/admin_api_keys', [], one.reader);
  for (const key of keys) {
    const owned = isRecord(key.owner) && key.owner.id === user;
    if (owned && (await isInUse(key, one.keyInUse))) {
      return 'The admin key that this server uses belongs to this user and would stop working. Store a key of another owner first with npx openai-admin-mcp auth login.';
    }
  }
  return lastOwner([user], one.reader);
}

async function demotesPerson({ ids, values, reader }: Case): Promise<string | undefined> {
  const changesRole = values.role !== undefined || values.role_id !== undefined;
  return changesRole && values.role !== 'owner' ? lastOwner(ids, reader) : undefined;
}

async function unassignsOwner({ ids: [user = '', role], reader }: Case): Promise<string | undefined> {
  const roles = await readAll('/organization/users/{a}/roles', [user], reader);
  return roles.some((one) => one.id === role && isOwner(one.name)) ? lastOwner([user], reader) : undefined;
}

async function dissolvesOwners({ ids: [group], reader }: Case): Promise<string | undefined> {
  return (await groupOwns(group, undefined, reader))
    ? lastOwner(await members(group, reader), reader)
    : undefined;
}

async function takesOwnershipFromGroup({ ids: [group, role], reader }: Case): Promise<string | undefined> {
  return (await groupOwns(group, role, reader)) ? lastOwner(await members(group, reader), reader) : undefined;
}

async function leavesOwners({ ids: [group, user = ''], reader }: Case): Promise<string | undefined> {
  return (await groupOwns(group, undefined, reader)) ? lastOwner([user], reader) : undefined;
}

/** Whether owners would be lost and none is left beside them. */
async function lastOwner(losing: string[], reader: Reader): Promise<string | undefined> {
  const users = await readAll('/organization/users', [], reader);
  const owners = users.filter((user) => isOwner(user.role)).map((user) => String(user.id));
  const remaining = owners.filter((id) => !losing.includes(id));
  if (remaining.length > 0 || remaining.length === owners.length) return undefined;
  return 'No owner of the organization would be left. Make somebody else an owner first.';
}

async function groupOwns(
  group: string | undefined,
  role: string | undefined,
  reader: Reader,
): Promise<boolean> {
  const roles = await readAll('/organization/groups/{a}/roles', [group], reader);
  return roles.some((one) => isOwner(one.name) && (role === undefined || one.id === role));
}

async function members(group: string | undefined, reader: Reader): Promise<string[]> {
  const users = await readAll('/organization/groups/{a}/users', [group], reader);
  return users.map((user) => String(user.id));
}

function isOwner(role: unknown): boolean {
  return typeof role === 'string' && role.toLowerCase() === 'owner';
}

async function isInUse(
  key: Record<string, unknown> | undefined,
  keyInUse: KeyInUse,
): Promise<boolean | undefined> {
  return typeof key?.redacted_value === 'string' ? keyInUse(key.redacted_value) : undefined;
}

async function readOne(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
): Promise<Record<string, unknown> | undefined> {
  const found = toolAt(reader, 'get', path, byName(path, ids));
  return found && reader.get(found.tool, found.values);
}

async function readAll(
  path: string,
  ids: (string | undefined)[],
  reader: Reader,
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  const found = toolAt(reader, 'list', path, byName(path, ids));
  if (found === undefined) return [];
  const { items } = await reader.list(found.tool, { ...found.values, ...more }, MOST_PAGES);
  return items;
}

function byName(path: string, ids: (string | undefined)[]): Record<string, unknown> {
  return Object.fromEntries(parametersOf(path).map((name, position) => [name, ids[position]]));
}
