/** Which key of a service account is the old one, and how long nobody used it; pure. */
import type { Key } from '../../reports/access/keys.ts';
import { quote } from '../../text/clean.ts';
import { inWords } from '../../text/duration.ts';
import { ArgumentError } from '../../tools/argument-error.ts';

/** `none` says why there is nothing old; `newer` is absent where a caller names the old key and nothing else tells it. */
export type OldKey = { old: Key; newer?: Key } | { none: string };

/**
 * @param made IDs of what this tool made, youngest first: the first of them that is there is the new key, or else the
 * youngest of all
 * @param asked ID of the old key, where the caller gave it
 * @throws ArgumentError where it cannot be told, or is not old
 */
export function findOldKey(keys: readonly Key[], made: readonly string[], asked: string | undefined): OldKey {
  const newest = newestOf(keys, made);
  if (asked !== undefined) return namedKey(keys, newest, asked);
  if (keys.length === 0) return { none: 'The service account has no API key.' };
  if (newest === undefined) throw new ArgumentError([`${CANNOT_TELL} ${candidates(keys)}`]);
  const old = keys.filter((key) => key !== newest && !((key.created ?? 0) > (newest.created ?? 0)));
  const [only, another] = old;
  if (only === undefined) return { none: `${keyTold(newest)} has no older key beside it.` };
  if (another !== undefined) {
    throw new ArgumentError([`api_key_id: say which old key is meant. ${candidates(old)}`]);
  }
  return { old: only, newer: newest };
}

function namedKey(keys: readonly Key[], newest: Key | undefined, asked: string): OldKey {
  const old = keys.find(({ id }) => id === asked);
  if (old === undefined) return { none: `The service account has no key ${quote(asked)} (any more).` };
  if (keys.length === 1 || old === newest) {
    const which = keys.length === 1 ? 'only' : 'newest';
    throw new ArgumentError([
      `api_key_id: ${keyTold(old)} is the ${which} key of this service account, so it is not an old one. Call without delete_old to make another first; delete_project_api_key deletes any key.`,
    ]);
  }
  return { old, ...(newest && { newer: newest }) };
}

function newestOf(keys: readonly Key[], made: readonly string[]): Key | undefined {
  const own = made.flatMap((id) => keys.find((key) => key.id === id) ?? []);
  if (own[0] !== undefined) return own[0];
  if (keys.some(({ created }) => created === undefined)) return undefined;
  const [first, second] = [...keys].sort((one, other) => (other.created ?? 0) - (one.created ?? 0));
  return first?.created === second?.created ? undefined : first;
}

const CANNOT_TELL =
  'api_key_id: which of the keys is the old one cannot be told, since none is the newest by its creation. Say which is meant.';

function candidates(keys: readonly Key[]): string {
  return `There are ${keys.map((key) => `${keyTold(key)}, ${lastUseTold(key)}`).join('; ')}.`;
}

/**
 * Why deleting it now needs a person's word, or undefined where nobody used it for so long. A key that was never used
 * has nobody to wait for.
 */
export function withinGrace(key: Key, graceHours: number, nowSeconds: number): string | undefined {
  const { lastUsed } = key;
  if (lastUsed === null) return undefined;
  if (lastUsed === undefined) {
    return `OpenAI does not tell when ${keyTold(key)} was last used: what still uses it fails at once.`;
  }
  const idle = nowSeconds - lastUsed;
  if (idle >= graceHours * 3600) return undefined;
  return `${keyTold(key)} was ${lastUseTold(key)}, ${inWords(Math.max(0, idle) * 1000)} ago and within the grace period of ${graceHours} hours: what still uses it fails at once.`;
}

export function keyTold({ name, id }: Key): string {
  return `${quote(name ?? id, 60)} (${id})`;
}

export function lastUseTold({ lastUsed }: Key): string {
  if (lastUsed === null) return 'never used';
  return lastUsed === undefined ? 'last use not told' : `last used ${minuteOf(lastUsed)}`;
}

/** In UTC. */
export function minuteOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
