/** `secrets copy-to`: one more place for a stored secret. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadMachinePolicy } from '../../compose/machine-policy.ts';
import { openState } from '../../compose/open-state.ts';
import { EXIT } from '../../host/exit-code.ts';
import { readSecretPlace, type SecretPlace } from '../../model/secret-place.ts';
import { checkPlace } from '../../settings/hold-to-floors.ts';
import { findDestination } from '../../sinks/destination.ts';
import { openSink } from '../../sinks/open-sink.ts';
import { readStoredSecret } from '../../sinks/read-secret.ts';
import { describeKeptIn, type KeptIn } from '../../sinks/sink.ts';
import { rememberStored } from '../../sinks/stored-secrets.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { findSecret, OF_PROFILE_HELP, type OfProfile, profileOf } from './find-secret.ts';
import { withKeychain } from './with-keychain.ts';

export function addSecretsCopyTo(secrets: Command, context: ProcessContext): void {
  secrets
    .command('copy-to <id> <place>')
    .description('Store a secret in one more place: keychain, file:FOLDER or command:NAME.')
    .option('--profile <name>', OF_PROFILE_HELP)
    .action((id: string, place: string, options: OfProfile) => copySecret(context, id, place, options));
}

/** @throws SettingsError, SpecError for a command that is not, or wrongly, configured */
async function copySecret(
  context: ProcessContext,
  id: string,
  place: string,
  options: OfProfile,
): Promise<void> {
  const { host, stdout } = context;
  const state = openState(host, context);
  const chosen = readPlace(context, place);
  const ofMachine = await loadMachinePolicy(host);
  if (ofMachine !== undefined) checkPlace(chosen, 'PLACE', ofMachine.machine);
  const destination = await findDestination(chosen, 'PLACE', host);
  const secret = findSecret(state, id, profileOf(context, options));
  const target = await withKeychain(context, async (openKeychain) => {
    const value = await readStoredSecret(secret, openKeychain);
    const prepared = await openSink(destination, secret.profile, { host, openKeychain }).prepare(secret.id);
    try {
      await prepared.store(secret, value);
    } finally {
      prepared.discard();
    }
    return prepared.placeOf(secret.id);
  });
  const others = secret.places.filter((other) => !isSame(other, target));
  await rememberStored(state, { ...secret, places: [...others, target] });
  stdout.write(
    `Copied the secret of ${quote(secret.id)} (fingerprint ${secret.fingerprint}) to ${describeKeptIn(target)}.\n`,
  );
}

/** In a terminal a relative path means the folder one is in. */
function readPlace(
  { workingFolder }: ProcessContext,
  text: string,
): Exclude<SecretPlace, { kind: 'reveal' }> {
  const place = readSecretPlace(text);
  if (place === undefined || place.kind === 'reveal') {
    throw new CommandFailure(
      EXIT.usage,
      `${quote(text)} is no place to copy a secret to. Write keychain, file:FOLDER or command:NAME.`,
    );
  }
  if (place.kind !== 'file' || place.folder.startsWith('~')) return place;
  return { kind: 'file', folder: resolve(workingFolder(), place.folder) };
}

function isSame(one: KeptIn, other: KeptIn): boolean {
  return describeKeptIn(one) === describeKeptIn(other);
}
