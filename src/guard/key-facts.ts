/** The keys that end with what a write acts on: this server's own, and those of a person. */
import type { Reader } from '../reading/reader.ts';
import { isUnixSeconds } from '../tools/shape-value.ts';
import { type Fact, namesOf } from './facts.ts';
import type { KeyInUse } from './lock-out-case.ts';
import { holdsKeyInUse, keysHeldBy, projectsOf } from './own-keys.ts';

export const PROJECT = '/organization/projects/{project_id}';

/** Archiving a project ends its keys, which may be meant; that one of them is this server's has to be seen first. */
export async function findOwnKey(
  projectId: string,
  reader: Reader,
  keyInUse: KeyInUse,
): Promise<Fact | undefined> {
  try {
    const isInUse = await holdsKeyInUse(undefined, projectId, reader, keyInUse);
    if (isInUse === undefined) return { line: `${OWN_KEY}: unknown` };
    return isInUse ? { line: `${OWN_KEY}: yes`, brief: 'the key that this server uses' } : undefined;
  } catch {
    return { line: `${OWN_KEY}: could not be read` };
  }
}

const OWN_KEY = 'A key that this server uses';

/** The keys of a person, in one project or in all of theirs, or of a service account end with it; undefined for everything else. */
export async function factOfTheirKeys(
  path: string,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<Fact | undefined> {
  const holder = holderOf(path, values);
  if (holder === undefined) return undefined;
  const { id, project, noun } = holder;
  try {
    const projects = project === undefined ? await projectsOf(id, reader) : [project];
    const held = await Promise.all(projects.map((one) => keysHeldBy(id, one, reader)));
    const used = held.flat().flatMap(({ last_used_at: at }) => (isUnixSeconds(at) ? [at] : []));
    const count = held.flat().length;
    if (count === 0) return { line: `${noun}: none` };
    return {
      line: `${noun}: ${count}${namesOf(held.flat())}`,
      brief: `${count} ${count === 1 ? noun.replace('keys', 'key') : noun}`,
      ...(used.length > 0 && { lastUsed: Math.max(...used) }),
    };
  } catch {
    return { line: `${noun}: could not be read`, brief: `${noun} unknown` };
  }
}

function holderOf(
  path: string,
  values: Record<string, unknown>,
): { id: string; project: string | undefined; noun: string } | undefined {
  const project = typeof values.project_id === 'string' ? values.project_id : undefined;
  const { user_id: user, service_account_id: account } = values;
  const isMember = path === `${PROJECT}/users/{user_id}`;
  if (typeof user === 'string' && (isMember || path === '/organization/users/{user_id}'))
    return { id: user, project: isMember ? project : undefined, noun: 'API keys of theirs' };
  if (typeof account === 'string' && path === `${PROJECT}/service_accounts/{service_account_id}`)
    return { id: account, project, noun: 'API keys of it' };
  return undefined;
}
