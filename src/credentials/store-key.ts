/** Storing and removing a key: keychain and index change together or not at all. */
import type { KeyPlace } from '../model/key-place.ts';
import { CredentialError, loginCommand } from './credential-error.ts';
import { type StoredKey, withStored } from './key-index.ts';
import type { Keychain } from './keychain.ts';
import { describePlace, keychainAccount } from './names.ts';
import type { Secret } from './secret.ts';
import { type IndexFile, updateIndex } from './update-index.ts';

export type KeyStore = IndexFile & { openKeychain: () => Keychain };

/**
 * Puts a key into the keychain, then into the index; takes it out of the keychain again when the index cannot
 * be written, or puts back the key that was there before.
 * @throws CredentialError
 */
export async function storeKey(
  { openKeychain, ...index }: KeyStore,
  profileName: string,
  place: KeyPlace,
  secret: Secret,
  stored: StoredKey,
): Promise<void> {
  const account = keychainAccount(profileName, place);
  const keychain = openKeychain();
  let undo: (() => Promise<unknown>) | undefined;
  try {
    await updateIndex(index, async (before) => {
      const previous = await keychain.get(account);
      await secret.use((value) => keychain.set(account, value));
      undo = () => (previous === undefined ? keychain.delete(account) : keychain.set(account, previous));
      return withStored(before, profileName, place, stored);
    });
  } catch (error) {
    await undo?.().catch((undoError: unknown) => {
      throw new CredentialError(
        'keychain_failed',
        `${error instanceof Error ? error.message : String(error)} Taking the key out of the keychain again failed too: it is still there as the ${describePlace(place)} of profile ${profileName}. When the first problem is solved, run: ${loginCommand(profileName)}`,
        undoError,
      );
    });
    throw error;
  }
}

/**
 * Takes a key out of the keychain, then out of the index.
 * @returns false when it was in neither
 * @throws CredentialError; the index then still lists the key
 */
export async function removeKey(
  { openKeychain, ...index }: KeyStore,
  profileName: string,
  place: KeyPlace,
): Promise<boolean> {
  let removed = false;
  await updateIndex(index, async (before) => {
    const deleted = await openKeychain().delete(keychainAccount(profileName, place));
    const after = withStored(before, profileName, place, undefined);
    removed = deleted || after !== before;
    return after;
  });
  return removed;
}
