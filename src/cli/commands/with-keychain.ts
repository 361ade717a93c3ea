/** A command with the keychain opened when it is first needed, and closed behind it. */
import type { Keychain } from '../../credentials/keychain.ts';
import { type ProcessContext, TERMINAL_DEADLINE_MILLISECONDS } from '../process-context.ts';

export async function withKeychain<T>(
  context: ProcessContext,
  command: (openKeychain: () => Keychain) => Promise<T>,
): Promise<T> {
  let keychain: Keychain | undefined;
  try {
    return await command(() => {
      keychain ??= context.openKeychain(TERMINAL_DEADLINE_MILLISECONDS);
      return keychain;
    });
  } finally {
    keychain?.close();
  }
}
