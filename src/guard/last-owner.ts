/** Keeping an owner of the organization who can sign in: by their own role, by an assigned one, or through a group. */
import { ownCommand } from '../model/own-command.ts';
import { isRecord } from '../model/record.ts';
import { ListCutShort, readAll, readWhole } from '../reading/read-whole.ts';
import type { Reader } from '../reading/reader.ts';
import type { LockOutCase } from './lock-out-case.ts';
import { isInUse } from './own-keys.ts';

/** What is looked at of each. */
const KEY = ['owner', 'redacted_value'];
const USER = ['id', 'role', 'user', 'is_service_account'];
const ROLE = ['id', 'name', 'predefined_role'];
const ID = ['id'];

export async function removesOwner(one: LockOutCase): Promise<string | undefined> {
  return losesOwnership({ people: one.ids, removed: true }, one);
}

export async function demotesPerson(one: LockOutCase): Promise<string | undefined> {
  const [role, roleId] = [one.sent('role'), one.sent('role_id')];
  const changesRole = role !== undefined || roleId !== undefined;
  const staysOwner = role === 'owner' && roleId === undefined;
  if (!changesRole || staysOwner || !(await isOwnerNow(one.ids[0], one.reader))) return undefined;
  return losesOwnership({ people: one.ids }, one);
}

export async function unassignsOwner(one: LockOutCase): Promise<string | undefined> {
  const [user = '', role] = one.ids;
  const roles = await readAll('/organization/users/{a}/roles', [user], one.reader, ROLE);
  const isOwnerRole = roles.some(({ id, name }) => id === role && isOwner(name));
  return isOwnerRole ? losesOwnership({ people: [user] }, one) : undefined;
}

export async function dissolvesOwners(one: LockOutCase): Promise<string | undefined> {
  const [group = '', role] = one.ids;
  if (!(await groupOwns(group, role, one.reader))) return undefined;
  return losesOwnership({ people: await members(group, one.reader), group }, one);
}

export async function leavesOwners(one: LockOutCase): Promise<string | undefined> {
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

async function losesOwnership(loss: Loss, { reader, keyInUse }: LockOutCase): Promise<string | undefined> {
  for (const key of await readAll('/organization/admin_api_keys', [], reader, KEY)) {
    const isTheirs = isRecord(key.owner) && loss.people.includes(String(key.owner.id));
    if (isTheirs && (await isInUse(key, keyInUse)) !== false) {
      return `The admin key that this server uses belongs to this person and works only as long as they are an owner. Store a key of another owner first with ${ownCommand('auth login')}.`;
    }
  }
  const users = await readWhole('/organization/users', [], reader, USER);
  const able = new Set(users.items.filter(canSignIn).map((user) => String(user.id)));
  const owners = users.items
    .filter((user) => isOwner(user.role) && canSignIn(user))
    .map((user) => String(user.id));
  if (owners.some((id) => !loss.people.includes(id))) return undefined;
  if (!users.complete) throw new ListCutShort();
  const throughGroups = await ownersThroughGroups(loss, able, reader);
  if (throughGroups.remain) return undefined;
  return owners.length === 0 && !throughGroups.were
    ? 'No owner of the organization can be seen, so it cannot be told whether one would be left. Do this on platform.openai.com.'
    : 'No owner of the organization would be left. Make somebody else an owner first.';
}

/** Whether groups make anybody an owner now, and whether they do afterwards. */
async function ownersThroughGroups(
  loss: Loss,
  able: ReadonlySet<string>,
  reader: Reader,
): Promise<{ were: boolean; remain: boolean }> {
  let were = false;
  for (const { id } of await readAll('/organization/groups', [], reader, ID)) {
    const group = String(id);
    const roles = await readAll('/organization/groups/{a}/roles', [group], reader, ROLE);
    // Anybody may call a role of their own Owner.
    if (!roles.some((role) => isOwner(role.name) && role.predefined_role !== false)) continue;
    const before = (await members(group, reader)).filter((member) => able.has(member));
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

/** A service account, and whoever is banned or disabled, keeps a role and cannot sign in to use it. */
function canSignIn({ is_service_account: isMachine, user }: Record<string, unknown>): boolean {
  const { enabled, banned } = isRecord(user) ? user : {};
  return isMachine !== true && enabled !== false && banned !== true;
}

function isOwner(role: unknown): boolean {
  return typeof role === 'string' && role.toLowerCase() === 'owner';
}
