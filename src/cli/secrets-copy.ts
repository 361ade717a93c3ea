/** Owns `secrets copy-to`: one more place for a stored secret. */
import { resolve } from 'node:path';
import { readSecretPlace, type SecretPlace } from '../settings/secret-place.ts';
import { findDestination } from '../sinks/destination.ts';
import { openSink } from '../sinks/open-sink.ts';
import { readStoredSecret } from '../sinks/read-secret.ts';
import { describeKeptIn, type KeptIn } from '../sinks/sink.ts';
import { rememberStored } from '../sinks/stored-secrets.ts';
import { quote } from '../text/clean.ts';
import { type SecretsEdge, WrongRequest } from './secrets-edge.ts';
import { findSecret } from './secrets-find.ts';

export type CopyOptions = { profile?: string };

/** @throws SettingsError, SpecError for a command that is not, or wrongly, configured */
export async function copySecret(
  edge: SecretsEdge,
  id: string,
  place: string,
  options: CopyOptions,
): Promise<void> {
  const destination = await findDestination(readPlace(edge, place), 'PLACE', edge);
  const secret = findSecret(edge, id, options.profile);
  const value = await readStoredSecret(secret, edge.openKeychain);
  const prepared = await openSink(destination, secret.profile, edge).prepare(secret.id);
  const target = prepared.placeOf(secret.id);
  try {
    await prepared.store(secret, value);
  } finally {
    prepared.discard();
  }
  const others = secret.places.filter((other) => !isSame(other, target));
  await rememberStored(edge.state, { ...secret, places: [...others, target] });
  edge.stdout.write(
    `Copied the secret of ${quote(secret.id)} (fingerprint ${secret.fingerprint}) to ${describeKeptIn(target)}.\n`,
  );
}

/** In a terminal a relative path means the folder one is in. */
function readPlace(edge: SecretsEdge, text: string): Exclude<SecretPlace, { kind: 'reveal' }> {
  const place = readSecretPlace(text);
  if (place === undefined || place.kind === 'reveal') {
    throw new WrongRequest(
      `${quote(text)} is no place to copy a secret to. Write keychain, file:FOLDER or command:NAME.`,
    );
  }
  if (place.kind !== 'file' || place.folder.startsWith('~')) return place;
  return { kind: 'file', folder: resolve(edge.workingFolder, place.folder) };
}

function isSame(one: KeptIn, other: KeptIn): boolean {
  return describeKeptIn(one) === describeKeptIn(other);
}
