/** Keeping an administrator from shutting the door behind themselves: the key in use, and the last owner. */

import { ownCommand } from '../model/own-command.ts';
import { isRecord } from '../model/record.ts';
import { ListCutShort, readAll, readOne, readWhole } from '../reading/read-whole.ts';
import type { Reader } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { CheckedArguments } from '../tools/check-arguments.ts';

/**
 * Tells a key that this server uses by the form in which lists show it; undefined when that form says too little.
 * `projectId` is the project that the key belongs to, if it does.
 */
export type KeyInUse = (redacted: string, projectId?: string) => Promise<boolean | undefined>;

/** What a check works with: `ids` stand in the path, in order; `sent` is a field of the body, null where emptied. */
type Case = {
  ids: string[];
  sent(field: string): unknown;
  reader: Reader;
  keyInUse: KeyInUse;
};

const CANNOT_BE_TOLD =
  'It cannot be told whether this would lock you out, since OpenAI did not give the whole list of what has to be looked at. Do this on platform.openai.com.';

/** What is looked at of each. */
const KEY = ['owner', 'redacted_value'];
const USER = ['id', 'role'];
const ROLE = ['id', 'name', 'predefined_role'];
const ID = ['id'];

/** By what is sent, so that a tool of one's own for the same operation is held off as well. */
const CHECKS: Record<string, (one: Case) => Promise<string | undefined>> = {
  'DELETE /organization/admin_api_keys/{}': deletesOwnKey,
  'DELETE /organization/projects/{}/api_keys/{}': deletesOwnProjectKey,
  'DELETE /organization/projects/{}/service_accounts/{}': deletesOwnServiceAccount,
  'DELETE /organization/users/{}': removesPerson,
  'POST /organization/users/{}': demotesPerson,
  'DELETE /organization/users/{}/roles/{}': unassignsOwner,
  'DELETE /organization/groups/{}': dissolvesOwners,
  'DELETE /organization/groups/{}/roles/{}': dissolvesOwners,
  'DELETE /organization/groups/{}/users/{}': leavesOwners,
};

/** Whether a call can lock its own administrator out at all. */
export function mayLockOut(tool: ToolSpec): boolean {
  return checkFor(tool) !== undefined;
}

/** Why the call would lock its own administrator out; undefined when it would not. Reads; rejects when that fails. */
export async function lockOutReason(
  tool: ToolSpec,
  checked: CheckedArguments,
  reader: Reader,
  keyInUse: KeyInUse,
): Promise<string | undefined> {
  const found = checkFor(tool);
  if (found === undefined) return undefined;
  const ids = found.places.map((place) => {
    const [, name] = /^\{(.*)\}$/.exec(place) ?? [];
    return name === undefined ? place : String(checked.values[name]);
  });
  try {
    return await found.check({ ids, sent: (field) => sentAs(field, tool, checked), reader, keyInUse });
  } catch (error) {
    if (error instanceof ListCutShort) return CANNOT_BE_TOLD;
    throw error;
  }
}

/** The check for what the tool sends; `places` are the parts of its path that hold ids, as names or written out. */
function checkFor({ endpoint }: ToolSpec) {
  const parts = `${endpoint.method} ${endpoint.path}`.split('/');
  for (const [pattern, check] of Object.entries(CHECKS)) {
    const wanted = pattern.split('/');
    if (wanted.length !== parts.length || !wanted.every((part, at) => part === '{}' || part === parts[at])) {
      continue;
    }
    return { check, places: parts.filter((_, at) => wanted[at] === '{}') };
  }
  return undefined;
}

function sentAs(field: string, tool: ToolSpec, { values, clear }: CheckedArguments): unknown {
  const names = Object.entries(tool.params).flatMap(([name, param]) =>
    param.in === 'body' && (param.wire ?? name) === field ? [name] : [],
  );
  return names.some((name) => clear.includes(name))
    ? null
    : names.map((name) => values[name]).find((value) => value !== undefined);
}

async function deletesOwnKey({ ids: [key], reader, keyInUse }: Case): Promise<string | undefined> {
  const body = await readOne('/organization/admin_api_keys/{a}', [key], reader);
  const used = await isInUse(body, keyInUse);
  if (used === false) return undefined;
  return used
    ? `This is the admin key that this server uses. Store another one first with ${ownCommand('auth login')}, or delete it on platform.openai.com.`
    : 'It cannot be told whether this is the admin key that this server uses. Delete it on platform.openai.com.';
}

async function deletesOwnProjectKey({ ids, reader, keyInUse }: Case): Promise<string | undefined> {
  const body = await readOne('/organization/projects/{a}/api_keys/{b}', ids, reader);
  const used = await isInUse(body, keyInUse, ids[0]);
  if (used === false) return undefined;
  return used ? ownProjectKey() : UNKNOWN_PROJECT_KEY;
}

async function deletesOwnServiceAccount({ ids, reader, keyInUse }: Case): Promise<string | undefined> {
  const [project, account] = ids;
  const keys = await readAll('/organization/projects/{a}/api_keys', [project], reader, KEY, {
    owner_project_access: 'any',
  });
  for (const key of keys) {
    const owner = isRecord(key.owner) ? key.owner : {};
    const holder = isRecord(owner.service_account) ? owner.service_account : owner;
    const used = holder.id === account ? await isInUse(key, keyInUse, project) : false;
    if (used !== false) return used ? ownProjectKey() : UNKNOWN_PROJECT_KEY;
  }
  return undefined;
}

const ownProjectKey = () =>
  `This would delete the project key that this server uses. Store another one first with ${ownCommand('auth login')}, or delete it on platform.openai.com.`;

const UNKNOWN_PROJECT_KEY =
  'It cannot be told whether this would delete the project key that this server uses. Delete it on platform.openai.com.';

async function removesPerson(one: Case): Promise<string | undefined> {
  return losesOwnership({ people: one.ids, removed: true }, one);
}

async function demotesPerson(one: Case): Promise<string | undefined> {
  const [role, roleId] = [one.sent('role'), one.sent('role_id')];
  const changesRole = role !== undefined || roleId !== undefined;
  const staysOwner = role === 'owner' && roleId === undefined;
  if (!changesRole || staysOwner || !(await isOwnerNow(one.ids[0], one.reader))) return undefined;
  return losesOwnership({ people: one.ids }, one);
}

async function unassignsOwner(one: Case): Promise<string | undefined> {
  const [user = '', role] = one.ids;
  const roles = await readAll('/organization/users/{a}/roles', [user], one.reader, ROLE);
  const isOwnerRole = roles.some(({ id, name }) => id === role && isOwner(name));
  return isOwnerRole ? losesOwnership({ people: [user] }, one) : undefined;
}

async function dissolvesOwners(one: Case): Promise<string | undefined> {
  const [group = '', role] = one.ids;
  if (!(await groupOwns(group, role, one.reader))) return undefined;
  return losesOwnership({ people: await members(group, one.reader), group }, one);
}

async function leavesOwners(one: Case): Promise<string | undefined> {
  const [group = '', user = ''] = one.ids;
  if (!(await groupOwns(group, undefined, one.reader))) return undefined;
  return losesOwnership({ people: [user], left: group }, one);
}

/**
 * Who loses the owner role: people, with what they have through groups if they are `removed`, or all that a `group`
 * gave, or what a group that was `left` gave. Whether a user's role in the list counts what groups give is not
 * documented, so those who lose it through a group are taken not to have it of their own.
 */
type Loss = { people: string[]; removed?: true; group?: string; left?: string };

async function losesOwnership(loss: Loss, { reader, keyInUse }: Case): Promise<string | undefined> {
  for (const key of await readAll('/organization/admin_api_keys', [], reader, KEY)) {
    const isTheirs = isRecord(key.owner) && loss.people.includes(String(key.owner.id));
    if (isTheirs && (await isInUse(key, keyInUse)) !== false) {
      return `The admin key that this server uses belongs to this person and works only as long as they are an owner. Store a key of another owner first with ${ownCommand('auth login')}.`;
    }
  }
  const users = await readWhole('/organization/users', [], reader, USER);
  const owners = users.items.filter((user) => isOwner(user.role)).map((user) => String(user.id));
  if (owners.some((id) => !loss.people.includes(id))) return undefined;
  if (!users.complete) throw new ListCutShort();
  const throughGroups = await ownersThroughGroups(loss, reader);
  if (throughGroups.remain) return undefined;
  return owners.length === 0 && !throughGroups.were
    ? 'No owner of the organization can be seen, so it cannot be told whether one would be left. Do this on platform.openai.com.'
    : 'No owner of the organization would be left. Make somebody else an owner first.';
}

/** Whether groups make anybody an owner now, and whether they do afterwards. */
async function ownersThroughGroups(loss: Loss, reader: Reader): Promise<{ were: boolean; remain: boolean }> {
  let were = false;
  for (const { id } of await readAll('/organization/groups', [], reader, ID)) {
    const group = String(id);
    const roles = await readAll('/organization/groups/{a}/roles', [group], reader, ROLE);
    // Anybody may call a role of their own Owner.
    if (!roles.some((role) => isOwner(role.name) && role.predefined_role !== false)) continue;
    const before = await members(group, reader);
    were ||= before.length > 0;
    const loses = loss.removed || loss.left === group ? loss.people : [];
    if (group !== loss.group && before.some((member) => !loses.includes(member))) {
      return { were, remain: true };
    }
  }
  return { were, remain: false };
}

async function isOwnerNow(user: string | undefined, reader: Reader): Promise<boolean> {
  const { items, complete } = await readWhole('/organization/users', [], reader, USER);
  const known = items.find(({ id }) => id === user);
  if (known === undefined && !complete) throw new ListCutShort();
  return known !== undefined && isOwner(known.role);
}

async function groupOwns(
  group: string | undefined,
  role: string | undefined,
  reader: Reader,
): Promise<boolean> {
  const roles = await readAll('/organization/groups/{a}/roles', [group], reader, ROLE);
  return roles.some((one) => isOwner(one.name) && (role === undefined || one.id === role));
}

async function members(group: string | undefined, reader: Reader): Promise<string[]> {
  const users = await readAll('/organization/groups/{a}/users', [group], reader, ID);
  return users.map((user) => String(user.id));
}

function isOwner(role: unknown): boolean {
  return typeof role === 'string' && role.toLowerCase() === 'owner';
}

async function isInUse(
  key: Record<string, unknown> | undefined,
  keyInUse: KeyInUse,
  projectId?: string,
): Promise<boolean | undefined> {
  return typeof key?.redacted_value === 'string' ? keyInUse(key.redacted_value, projectId) : undefined;
}
