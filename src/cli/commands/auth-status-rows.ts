/** What `auth status` knows about each key: one row per key, whichever source it comes from. */
import { CredentialError } from '../../credentials/credential-error.ts';
import { findProfile, type KeyIndex, type StoredKey, storedPlaces } from '../../credentials/key-index.ts';
import type { Keychain } from '../../credentials/keychain.ts';
import type { GivenKey, NamedKeys } from '../../credentials/named-keys.ts';
import { DEFAULT_PROFILE, keychainAccount } from '../../credentials/names.ts';
import { readStoredKey } from '../../credentials/stored-key.ts';
import type { KeyClass, KeyPlace } from '../../model/key-place.ts';
import { defined } from '../../model/record.ts';

export type StatusRow = {
  source: 'environment' | 'key file' | 'keychain';
  profile?: string;
  class: KeyClass;
  /** Left out for admin keys and for the default project key. */
  project?: string;
  fingerprint?: string;
  stored_at?: string;
  expires_at?: string;
  organization?: string;
  usable: boolean;
  /** What is wrong with it. */
  problem?: string;
};

/** The keys that the environment or a key file gives. */
export function givenRows(source: 'environment' | 'key file', keys: NamedKeys): StatusRow[] {
  const row = (keyClass: KeyClass, key: GivenKey | undefined): StatusRow[] =>
    key === undefined
      ? []
      : [
          {
            source,
            class: keyClass,
            ...defined({ organization: keys.organization }),
            ...('refused' in key
              ? { usable: false, problem: key.refused.message }
              : { fingerprint: key.secret.fingerprint, usable: true }),
          },
        ];
  return [...row('admin', keys.admin), ...row('project', keys.project)];
}

/**
 * The stored keys, each read once. The first sign that the keychain as a whole is out of reach ends the attempts,
 * so that a person is asked to unlock it once.
 * @param only the profile to show, or undefined for all
 * @returns the rows, and why the keychain cannot be read if it cannot
 */
export async function keychainRows(
  keychain: Keychain,
  index: KeyIndex,
  only: string | undefined,
  now: Date,
): Promise<{ rows: StatusRow[]; problem?: string }> {
  let problem: string | undefined;
  /** Runs one read and returns what is wrong with it, if anything. */
  const faultOf = async (read: () => Promise<string | undefined>): Promise<string | undefined> => {
    if (problem !== undefined) return 'not read';
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      if (!error.kind.includes('keychain')) return error.message;
      problem = error.message;
      return 'not read';
    }
  };

  const rows: StatusRow[] = [];
  const names = only === undefined ? Object.keys(index.profiles) : [only];
  for (const name of names) {
    const profile = findProfile(index, name);
    for (const { place, stored } of profile ? storedPlaces(profile) : []) {
      const fault = await faultOf(async () => {
        const secret = await readStoredKey(keychain, name, place, stored);
        if (secret.fingerprint !== stored.fingerprint) return `replaced by fingerprint ${secret.fingerprint}`;
        return isOver(stored, now) ? 'expired' : undefined;
      });
      rows.push(storedRow(name, place, stored, fault));
    }
  }
  if (rows.length === 0) {
    // Nothing is stored, but whether something could be is still worth knowing.
    const account = keychainAccount(only ?? DEFAULT_PROFILE, { class: 'admin' });
    await faultOf(async () => void (await keychain.get(account)));
  }
  return { rows, ...defined({ problem }) };
}

function storedRow(
  profile: string,
  place: KeyPlace,
  stored: StoredKey,
  problem: string | undefined,
): StatusRow {
  const organization = stored.organization_name ?? stored.organization_id;
  return {
    source: 'keychain',
    profile,
    class: place.class,
    ...(place.class === 'project' && place.projectId !== undefined && { project: place.projectId }),
    fingerprint: stored.fingerprint,
    stored_at: stored.stored_at,
    ...defined({ expires_at: stored.expires_at, organization }),
    usable: problem === undefined,
    ...defined({ problem }),
  };
}

function isOver(stored: StoredKey, now: Date): boolean {
  return stored.expires_at !== undefined && new Date(stored.expires_at) <= now;
}
