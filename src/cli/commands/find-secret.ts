/** The one secret that a command names by its id. */
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { journalEntries } from '../../sinks/journal.ts';
import { readStoredSecrets, type StoredSecret } from '../../sinks/stored-secrets.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { environmentSettings } from './environment-settings.ts';

export type OfProfile = { profile?: string };

export const OF_PROFILE_HELP = 'Only secrets made with this profile.';

/** The profile asked for by flag, or by its environment twin; undefined for any. */
export function profileOf(context: ProcessContext, options: OfProfile): string | undefined {
  return options.profile ?? environmentSettings(context).profile;
}

/**
 * What the list has, or else what the journal noted before a crash.
 * @throws CommandFailure
 */
export function findSecret(state: StateFolder, id: string, profile: string | undefined): StoredSecret {
  const noted = journalEntries(state).flatMap(({ secret }) => secret ?? []);
  const known = [...readStoredSecrets(state), ...noted].filter(
    (secret) => secret.id === id && (profile === undefined || secret.profile === profile),
  );
  const profiles = [...new Set(known.map((secret) => secret.profile))];
  // The latest is valid: making a secret anew ends the one before.
  const [latest] = known.sort((one, other) => other.storedAt.localeCompare(one.storedAt));
  if (latest === undefined) {
    const where = profile === undefined ? '' : ` of profile ${profile}`;
    throw new CommandFailure(
      EXIT.usage,
      `No secret of ${quote(id)}${where} is known. To see those that are: ${ownCommand('secrets list')}`,
    );
  }
  if (profiles.length > 1) {
    throw new CommandFailure(
      EXIT.usage,
      `${quote(id)} is known in several profiles: ${profiles.join(', ')}. Say which with --profile NAME.`,
    );
  }
  return latest;
}
