/** Getting a stored secret back for the commands in a terminal, and what to do when that cannot be. */
import type { Keychain } from '../credentials/keychain.ts';
import { Secret } from '../credentials/secret.ts';
import type { Distrust } from '../files/trusted-file.ts';
import { askKeychain } from './ask-keychain.ts';
import { secretAccount } from './keychain-sink.ts';
import { readSecretFile } from './secret-file.ts';
import { describeKeptIn, type KeptIn } from './sink.ts';
import { SinkError } from './sink-error.ts';
import type { StoredSecret } from './stored-secrets.ts';

/**
 * The value, from the first place that has it unaltered.
 * @throws SinkError with what is wrong at each place; `cause` is the keychain's CredentialError, if it was that
 */
export async function readStoredSecret(secret: StoredSecret, openKeychain: () => Keychain): Promise<string> {
  const faults: string[] = [];
  let cause: unknown;
  for (const place of secret.places) {
    try {
      const value = await readFrom(place, secret, openKeychain);
      if (new Secret(value).fingerprint === secret.fingerprint) return value;
      faults.push(
        `What ${describeKeptIn(place)} holds is not the secret that was stored (fingerprint ${secret.fingerprint}): it was altered or replaced. Make a new secret.`,
      );
    } catch (error) {
      if (!(error instanceof SinkError)) throw error;
      faults.push(error.message);
      cause ??= error.cause;
    }
  }
  throw new SinkError(faults.join('\n'), cause);
}

async function readFrom(
  place: KeptIn,
  { id, profile }: StoredSecret,
  openKeychain: () => Keychain,
): Promise<string> {
  switch (place.kind) {
    case 'keychain': {
      const value = await askKeychain(async () => openKeychain().get(secretAccount(profile, id)));
      if (value !== undefined) return value;
      throw new SinkError(
        'It is not in the keychain any more, or a locked KeePassXC database hides it. Unlock the database, or make a new secret.',
      );
    }
    case 'file':
      return fileValue(place.path);
    case 'command':
      throw new SinkError(
        `It was handed to the command ${place.name}, which this program cannot ask for it. Look where that command keeps what it is given.`,
      );
  }
}

function fileValue(path: string): string {
  const read = readSecretFile(path);
  if ('value' in read) return read.value;
  throw new SinkError(`The file ${path} ${describe(read)}. Put it back, or make a new secret.`);
}

function describe(distrust: Distrust): string {
  switch (distrust.reason) {
    case 'missing':
      return 'is not there any more';
    case 'link':
      return 'is a symbolic link now and is not followed';
    case 'unreadable':
      return `cannot be read (${distrust.code})`;
    default:
      return 'is not an ordinary file of at most 64 kB now';
  }
}
