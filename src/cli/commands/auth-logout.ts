/** `auth logout`: take keys out of the keychain and the index, and say which. */
import type { Command } from 'commander';
import { openState } from '../../compose/open-state.ts';
import { findProfile, readIndex, storedPlaces } from '../../credentials/key-index.ts';
import { checkProjectId, DEFAULT_PROFILE, describePlace } from '../../credentials/names.ts';
import { type KeyStore, removeKey } from '../../credentials/store-key.ts';
import { EXIT } from '../../host/exit-code.ts';
import type { KeyPlace } from '../../model/key-place.ts';
import { ownCommand } from '../../model/own-command.ts';
import { describeKeptIn, MAX_LABEL_LENGTH } from '../../sinks/sink.ts';
import { readStoredSecrets, type StoredSecret } from '../../sinks/stored-secrets.ts';
import { oneLine, quote } from '../../text/clean.ts';
import { showInvisible } from '../../text/shown-form.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { chosenProfile, PROFILE_HELP, withKeyStore } from './key-profile.ts';

type LogoutOptions = { profile?: string; project?: string; all?: boolean };

export function addAuthLogout(auth: Command, context: ProcessContext): void {
  auth
    .command('logout')
    .description('Remove the keys of a profile from the keychain.')
    .option('--profile <name>', PROFILE_HELP)
    .option('--project <id>', 'Only the key of this project.')
    .option('--all', 'Every key of every profile.')
    .action((options: LogoutOptions) => withKeyStore(context, (store) => logout(context, store, options)));
}

async function logout(context: ProcessContext, store: KeyStore, options: LogoutOptions): Promise<void> {
  const { stdout } = context;
  if (options.all && (options.project !== undefined || options.profile !== undefined)) {
    throw new CommandFailure(
      EXIT.usage,
      '--all removes every key of every profile; leave out --profile and --project.',
    );
  }
  const profileName = chosenProfile(context, options.profile) ?? DEFAULT_PROFILE;
  const index = readIndex(store.path, store.locker.uid);
  const profileNames = options.all
    ? [...new Set([...Object.keys(index.profiles), DEFAULT_PROFILE])]
    : [profileName];
  let removed = 0;
  for (const name of profileNames) {
    const profile = findProfile(index, name);
    const places: KeyPlace[] =
      options.project === undefined
        ? everyPlace(profile ? storedPlaces(profile).map(({ place }) => place) : [])
        : [{ class: 'project', projectId: checkProjectId(options.project) }];
    for (const place of places) {
      if (!(await removeKey(store, name, place))) continue;
      removed += 1;
      stdout.write(`Removed the ${describePlace(place)} of profile ${name}.\n`);
    }
  }
  if (removed === 0) stdout.write('Nothing to remove: no such key is stored.\n');
  else stdout.write('The keys still work: to end that, delete them on platform.openai.com.\n');
  if (options.all) stdout.write(describeSecrets(readStoredSecrets(openState(context.host, context))));
}

/** Secrets made through the program are no keys of its own, and somebody may be using them. */
function describeSecrets(secrets: StoredSecret[]): string {
  if (secrets.length === 0) return '';
  const lines = secrets.map(({ id, name, profile, places }) => {
    const named = name === undefined ? '' : ` ${quote(name)}`;
    return `  ${oneLine(id, MAX_LABEL_LENGTH)}${named}, profile ${profile}, in ${places.map(describeKeptIn).map(showInvisible).join(', ')}\n`;
  });
  return `New secrets that were kept stay where they are:\n${lines.join('')}To remove one: ${ownCommand('secrets forget')} ID\n`;
}

/** The admin and default project key are tried even when the index does not list them, in case it was lost. */
function everyPlace(listed: KeyPlace[]): KeyPlace[] {
  const projects = listed.filter((place) => place.class === 'project' && place.projectId !== undefined);
  return [{ class: 'admin' }, { class: 'project' }, ...projects];
}
