/** Reading one key out of the keychain, and what is wrong when the keychain does not hold what the index says. */
import type { KeyPlace } from '../model/key-place.ts';
import { CredentialError, loginCommand } from './credential-error.ts';
import type { StoredKey } from './key-index.ts';
import type { Keychain } from './keychain.ts';
import { checkGivenKey } from './named-keys.ts';
import { describePlace, keychainAccount } from './names.ts';
import type { Secret } from './secret.ts';

/** @throws CredentialError when the keychain cannot be read, or holds no key of the right class there */
export async function readStoredKey(
  keychain: Keychain,
  profileName: string,
  place: KeyPlace,
  stored: StoredKey,
): Promise<Secret> {
  const command = loginCommand(profileName, place.class === 'project' ? place.projectId : undefined);
  const text = await keychain.get(keychainAccount(profileName, place));
  if (text === undefined) {
    throw new CredentialError(
      'no_key',
      `The ${describePlace(place)} of profile ${profileName} (fingerprint ${stored.fingerprint}) is not in the keychain any more, or a locked KeePassXC database hides it. Unlock the database, or store the key again with: ${command}`,
    );
  }
  const key = checkGivenKey(
    text,
    place.class,
    `The keychain item for the ${describePlace(place)} of profile ${profileName}`,
  );
  if ('refused' in key) throw key.refused;
  return key.secret;
}
