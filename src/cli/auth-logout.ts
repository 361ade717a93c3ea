// Owns `auth logout`: take keys out of the keychain and the index, and say which.
import { findProfile, readIndex, storedPlaces } from '../credentials/key-index.ts';
import { checkProjectId, defaultProfile, describePlace, type KeyPlace } from '../credentials/names.ts';
import { type KeyStore, removeKey } from '../credentials/store-key.ts';
import { type AuthEdge, AuthFailure, chosenProfile } from './auth-edge.ts';

export type LogoutOptions = { profile?: string; project?: string; all?: boolean };

/** @returns the exit code */
export async function logout(edge: AuthEdge, store: KeyStore, options: LogoutOptions): Promise<number> {
  if (options.all && (options.project !== undefined || options.profile !== undefined)) {
    throw new AuthFailure(2, '--all removes every key of every profile; leave out --profile and --project.');
  }
  const profileName = chosenProfile(edge, options.profile) ?? defaultProfile;
  const index = readIndex(store.path, store.uid);
  const profileNames = options.all
    ? [...new Set([...Object.keys(index.profiles), defaultProfile])]
    : [profileName];
  let removed = 0;
  for (const name of profileNames) {
    const profile = findProfile(index, name);
    const places: KeyPlace[] =
      options.project === undefined
        ? everyPlace(profile ? storedPlaces(profile).map(({ place }) => place) : [])
        : [{ class: 'project', projectId: checkProjectId(options.project) }];
    for (const place of places) {
      if (!(await removeKey(store, name, place))) continue;
      removed += 1;
      edge.stdout.write(`Removed the ${describePlace(place)} of profile ${name}.\n`);
    }
  }
  if (removed === 0) edge.stdout.write('Nothing to remove: no such key is stored.\n');
  else edge.stdout.write('The keys still work: to end that, delete them on platform.openai.com.\n');
  return 0;
}

/** The admin and default project key are tried even when the index does not list them, in case it was lost. */
function everyPlace(listed: KeyPlace[]): KeyPlace[] {
  const projects = listed.filter((place) => place.class === 'project' && place.projectId !== undefined);
  return [{ class: 'admin' }, { class: 'project' }, ...projects];
}
