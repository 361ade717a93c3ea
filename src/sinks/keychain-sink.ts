/** Keeping new secrets in the keychain of the operating system, beside the keys of `auth login`. */
import type { Keychain } from '../credentials/keychain.ts';
import { askKeychain } from './ask-keychain.ts';
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
      const keychain = await askKeychain(async () => openKeychain(), WITHOUT_KEYCHAIN);
      await writeAndReadBack(keychain, probe, randomUUID());
      await askKeychain(() => keychain.delete(probe), WITHOUT_KEYCHAIN);
      return {
        placeOf: () => ({ kind: 'keychain' }),
        store: ({ id }, value) => writeAndReadBack(keychain, secretAccount(profile, id), value),
        discard() {},
      };
    },
  };
}

/** Leaves nothing behind when it fails. */
async function writeAndReadBack(keychain: Keychain, account: string, value: string): Promise<void> {
  try {
    await askKeychain(() => keychain.set(account, value), WITHOUT_KEYCHAIN);
    if ((await askKeychain(() => keychain.get(account), WITHOUT_KEYCHAIN)) === value) return;
  } catch (error) {
    takeAway(keychain, account);
    throw error;
  }
  takeAway(keychain, account);
  throw new SinkError(
    `The keychain did not give back what was stored in it. Unlock it or look at its settings, then do this again. ${WITHOUT_KEYCHAIN}`,
  );
}

/** Not waited for: a keychain that stayed silent does so a second time, and the caller has something to undo. */
function takeAway(keychain: Keychain, account: string): void {
  keychain.delete(account).catch(() => {});
}

const WITHOUT_KEYCHAIN =
  'Or send new secrets elsewhere: start the server with --secrets file:FOLDER or --secrets command:NAME.';
