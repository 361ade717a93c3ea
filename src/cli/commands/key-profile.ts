/** Which stored set of keys an auth command is about, and where they are kept. */
import { indexPath } from '../../credentials/key-index.ts';
import { checkProfileName } from '../../credentials/names.ts';
import type { KeyStore } from '../../credentials/store-key.ts';
import type { ProcessContext } from '../process-context.ts';
import { environmentSettings } from './environment-settings.ts';
import { withKeychain } from './with-keychain.ts';

export const PROFILE_HELP = 'Name of the stored set of keys (default: "default").';

/** The profile asked for by flag or by its environment twin, or undefined. @throws CredentialError for no name */
export function chosenProfile(context: ProcessContext, flag: string | undefined): string | undefined {
  const name = flag ?? environmentSettings(context).profile;
  return name === undefined ? undefined : checkProfileName(name);
}

export function withKeyStore(
  context: ProcessContext,
  command: (store: KeyStore) => Promise<void>,
): Promise<void> {
  const { host } = context;
  return withKeychain(context, (openKeychain) =>
    command({ openKeychain, path: indexPath(host), locker: { uid: host.uid, runtime: context } }),
  );
}
