/** Keeping the keys that this server uses: whatever would end one is told before it is done. */
import { ownCommand } from '../model/own-command.ts';
import { isRecord } from '../model/record.ts';
import { ListCutShort, readAll, readOne, readWhole } from '../reading/read-whole.ts';
import type { Reader } from '../reading/reader.ts';
import type { KeyInUse, LockOutCase } from './lock-out-case.ts';

/** What is looked at of each. */
const KEY = ['id', 'name', 'owner', 'redacted_value', 'last_used_at'];

export async function deletesOwnKey({
  ids: [key],
  reader,
  keyInUse,
}: LockOutCase): Promise<string | undefined> {
  const body = await readOne('/organization/admin_api_keys/{a}', [key], reader);
  const used = await isInUse(body, keyInUse);
  if (used === false) return undefined;
  return used
    ? `This is the admin key that this server uses. Store another one first with ${ownCommand('auth login')}, or delete it on platform.openai.com.`
    : 'It cannot be told whether this is the admin key that this server uses. Delete it on platform.openai.com.';
}

export async function deletesOwnProjectKey({
  ids,
  reader,
  keyInUse,
}: LockOutCase): Promise<string | undefined> {
  const body = await readOne('/organization/projects/{a}/api_keys/{b}', ids, reader);
  return refusalFor(await isInUse(body, keyInUse, ids[0]));
}

export async function deletesOwnServiceAccount({
  ids,
  reader,
  keyInUse,
}: LockOutCase): Promise<string | undefined> {
  const [project, account] = ids;
  return refusalFor(await holdsKeyInUse(account, project, reader, keyInUse));
}

/** With a member of a project go the keys that they made in it. */
export async function removesOwnMember({ ids, reader, keyInUse }: LockOutCase): Promise<string | undefined> {
  const [project, user] = ids;
  return refusalFor(await holdsKeyInUse(user, project, reader, keyInUse));
}

/** With a person go the keys that they made in any project. */
export async function removesOwnPerson({ ids, reader, keyInUse }: LockOutCase): Promise<string | undefined> {
  const [user] = ids;
  for (const project of await projectsOf(user, reader)) {
    const refusal = refusalFor(await holdsKeyInUse(user, project, reader, keyInUse));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

export async function projectsOf(user: string | undefined, reader: Reader): Promise<string[]> {
  const { items, complete } = await readWhole('/organization/users', [], reader, ['id', 'projects']);
  const person = items.find(({ id }) => id === user);
  if (person === undefined && !complete) throw new ListCutShort();
  const projects = person?.projects;
  const listed = isRecord(projects) && Array.isArray(projects.data) ? projects.data.filter(isRecord) : [];
  return listed.map(({ id }) => String(id));
}

/** Whether a user or a service account, or anybody, holds in a project a key that this server uses. */
export async function holdsKeyInUse(
  holder: string | undefined,
  project: string | undefined,
  reader: Reader,
  keyInUse: KeyInUse,
): Promise<boolean | undefined> {
  let isSure = true;
  for (const key of await keysHeldBy(holder, project, reader)) {
    const used = await isInUse(key, keyInUse, project);
    if (used) return true;
    isSure &&= used === false;
  }
  return isSure ? false : undefined;
}

/** The keys of a user or a service account in a project, or of anybody. @throws ListCutShort */
export async function keysHeldBy(
  holder: string | undefined,
  project: string | undefined,
  reader: Reader,
): Promise<Record<string, unknown>[]> {
  const keys = await readAll('/organization/projects/{a}/api_keys', [project], reader, KEY, {
    owner_project_access: 'any',
  });
  return keys.filter((key) => {
    const owner = isRecord(key.owner) ? key.owner : {};
    const held = [owner.service_account, owner.user].find(isRecord) ?? owner;
    return holder === undefined || held.id === holder;
  });
}

function refusalFor(isUsed: boolean | undefined): string | undefined {
  if (isUsed === false) return undefined;
  return isUsed ? ownProjectKey() : UNKNOWN_PROJECT_KEY;
}

const ownProjectKey = () =>
  `This would end the project key that this server uses. Store another one first with ${ownCommand('auth login')}, or do this on platform.openai.com.`;

const UNKNOWN_PROJECT_KEY =
  'It cannot be told whether this would end the project key that this server uses. Do this on platform.openai.com.';

/** An expiry in the next day ends the key before anybody can replace it in peace. */
const SOON_SECONDS = 86_400;

export async function expiresOwnProjectKey(one: LockOutCase): Promise<string | undefined> {
  const seconds = one.sent('expires_in_seconds');
  return typeof seconds === 'number' && seconds < SOON_SECONDS ? deletesOwnProjectKey(one) : undefined;
}

export async function isInUse(
  key: Record<string, unknown> | undefined,
  keyInUse: KeyInUse,
  projectId?: string,
): Promise<boolean | undefined> {
  return typeof key?.redacted_value === 'string' ? keyInUse(key.redacted_value, projectId) : undefined;
}
