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

/** The keys that a person made end with their place, in one project or in all of theirs; undefined for everything else. */
export async function factOfTheirKeys(
  path: string,
  { user_id: user, project_id: project }: Record<string, unknown>,
  reader: Reader,
): Promise<Fact | undefined> {
  const isMember = path === `${PROJECT}/users/{user_id}`;
  if (typeof user !== 'string' || !(isMember || path === '/organization/users/{user_id}')) return undefined;
  try {
    const projects = isMember ? [String(project)] : await projectsOf(user, reader);
    const held = await Promise.all(projects.map((one) => keysHeldBy(user, one, reader)));
    const used = held.flat().flatMap(({ last_used_at: at }) => (isUnixSeconds(at) ? [at] : []));
    const count = held.flat().length;
    const noun = count === 1 ? 'API key of theirs' : 'API keys of theirs';
    if (count === 0) return { line: 'API keys of theirs: none' };
    return {
      line: `API keys of theirs: ${count}${namesOf(held.flat())}`,
      brief: `${count} ${noun}`,
      ...(used.length > 0 && { lastUsed: Math.max(...used) }),
    };
  } catch {
    return { line: 'API keys of theirs: could not be read', brief: 'API keys of theirs unknown' };
  }
}
