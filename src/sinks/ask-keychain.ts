/** How the keychain's refusals are told where secrets are concerned, and not the keys of the server. */
import { CredentialError } from '../credentials/credential-error.ts';
import { KEYS_WITHOUT_KEYCHAIN } from '../credentials/keychain-errors.ts';
import { SinkError } from './sink-error.ts';

/**
 * @param otherwise what to do without a keychain, in place of the ways to give the server its keys
 * @throws SinkError with the keychain's own message; `cause` is its CredentialError
 */
export async function askKeychain<T>(request: () => Promise<T>, otherwise = ''): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    throw new SinkError(error.message.replace(KEYS_WITHOUT_KEYCHAIN, otherwise).trimEnd(), error);
  }
}
