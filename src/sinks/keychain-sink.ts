/** Owns keeping new secrets in the keychain of the operating system, beside the keys of `auth login`. */

import type { Keychain } from '../credentials/keychain.ts';
import { KEYS_WITHOUT_KEYCHAIN } from '../credentials/keychain-errors.ts';
import type { PreparedSink, Sink } from './sink.ts';
import { SinkError } from './sink-error.ts';

/** The keychain account of a new secret. */
export function secretAccount(profile: string, id: string): string {
  return `${profile}/secret/${id}`;
}

export function keychainSink(openKeychain: () => Keychain, profile: string): Sink {
  return {
    async prepare(): Promise<PreparedSink> {
      const { randomUUID } = process.getBuiltinModule('node:crypto');
      const probe = `${profile}/secret-probe/${randomUUID()}`;
      const keychain = await inWords(async () => openKeychain());
      await writeAndReadBack(keychain, probe, randomUUID());
      await inWords(() => keychain.delete(probe));
      return {
        placeOf: () => ({ kind: 'keychain' }),
        async store({ id }, value) {
          const account = secretAccount(profile, id);
          try {
            await writeAndReadBack(keychain, account, value);
          } catch (error) {
            // Not waited for: a keychain that stays silent does so a second time, and the caller has to undo.
            keychain.delete(account).catch(() => {});
            throw error;
          }
        },
        discard() {},
      };
    },
  };
}

async function writeAndReadBack(keychain: Keychain, account: string, value: string): Promise<void> {
  const same = await inWords(async () => {
    await keychain.set(account, value);
    return (await keychain.get(account)) === value;
  });
  if (same) return;
  throw new SinkError(
    `The keychain did not give back what was stored in it. Unlock it or look at its settings, then do this again. ${WITHOUT_KEYCHAIN}`,
  );
}

const WITHOUT_KEYCHAIN =
  'Or send new secrets elsewhere: start the server with --secrets file:FOLDER or --secrets command:NAME.';

/** The keychain's own message, with the ways that concern secrets instead of those for the server's keys. */
async function inWords<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CredentialError') throw error;
    throw new SinkError(error.message.replace(KEYS_WITHOUT_KEYCHAIN, WITHOUT_KEYCHAIN), error);
  }
}
