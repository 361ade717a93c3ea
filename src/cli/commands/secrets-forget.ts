/** `secrets forget`: what this program keeps of a secret goes, and what others keep is named. */
import type { Command } from 'commander';
import { openState } from '../../compose/open-state.ts';
import type { Keychain } from '../../credentials/keychain.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { askKeychain } from '../../sinks/ask-keychain.ts';
import { journalEntries, type NamedEntry, removeEntry } from '../../sinks/journal.ts';
import { secretAccount } from '../../sinks/keychain-sink.ts';
import type { KeptIn } from '../../sinks/sink.ts';
import { forgetStored, type StoredSecret } from '../../sinks/stored-secrets.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { findSecret, OF_PROFILE_HELP, type OfProfile, profileOf } from './find-secret.ts';
import { confirmLoss, isOnlyCopy } from './only-copy.ts';
import { withKeychain } from './with-keychain.ts';

export function addSecretsForget(secrets: Command, context: ProcessContext): void {
  secrets
    .command('forget <id>')
    .description('Remove a secret from the keychain and the list, or an unfinished entry by its name.')
    .option('--profile <name>', OF_PROFILE_HELP)
    .option('--yes', 'Do not ask before the only copy of a secret is dropped.')
    .action((id: string, options: ForgetOptions) => forgetSecret(context, id, options));
}

type ForgetOptions = OfProfile & { yes?: boolean };

/** @param id a secret's or its name, or the name of an unfinished minting */
async function forgetSecret(context: ProcessContext, id: string, options: ForgetOptions): Promise<void> {
  const state = openState(context.host, context);
  const entries = journalEntries(state);
  if (/^minting-[0-9a-f]+$/.test(id)) {
    const entry = entries.find((candidate) => candidate.entry === id);
    if (entry === undefined) {
      throw new CommandFailure(
        EXIT.usage,
        `There is no unfinished ${id}. To see those that are: ${ownCommand('secrets list')}`,
      );
    }
    return forgetEntry(context, state, entry, options);
  }
  const secret = findSecret(state, id, profileOf(context, options));
  await takeOutOfKeychain(context, secret, options);
  await forgetStored(state, secret);
  for (const entry of entries) {
    if (entry.secret?.id === secret.id && entry.profile === secret.profile) removeEntry(state, entry);
  }
  context.stdout.write(`Forgot the secret of ${quote(secret.id)}.\n${secret.places.map(whatStays).join('')}`);
}

async function forgetEntry(
  context: ProcessContext,
  state: StateFolder,
  entry: NamedEntry,
  options: ForgetOptions,
): Promise<void> {
  if (entry.secret !== undefined) await takeOutOfKeychain(context, entry.secret, options);
  removeEntry(state, entry);
  context.stdout.write(
    `Forgot ${entry.entry}, ${entry.tool}.\n${(entry.secret?.places ?? []).map(whatStays).join('')}`,
  );
}

async function takeOutOfKeychain(
  context: ProcessContext,
  secret: StoredSecret,
  options: ForgetOptions,
): Promise<void> {
  const { id, profile, places } = secret;
  if (!places.some((place) => place.kind === 'keychain')) return;
  await withKeychain(context, async (openKeychain) => {
    const ask = <T>(what: (keychain: Keychain) => Promise<T>) =>
      askKeychain(async () => what(openKeychain()), 'Nothing was forgotten.');
    const account = secretAccount(profile, id);
    const isThere = (await ask((keychain) => keychain.get(account))) !== undefined;
    if (isThere && !options.yes && isOnlyCopy(secret)) await confirmLoss(context, secret);
    await ask((keychain) => keychain.delete(account));
  });
}

function whatStays(place: KeptIn): string {
  switch (place.kind) {
    case 'keychain':
      return 'It is no longer in the keychain.\n';
    case 'file':
      return `The file ${place.path} stays, if it is there; delete it when nothing needs it.\n`;
    case 'command':
      return `What the command ${place.name} was given stays there.\n`;
  }
}
