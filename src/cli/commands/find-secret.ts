/** The one secret that a command names, by its id or by the name in the list. */
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { journalEntries } from '../../sinks/journal.ts';
import { MAX_LABEL_LENGTH } from '../../sinks/sink.ts';
import { readStoredSecrets, type StoredSecret } from '../../sinks/stored-secrets.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { oneLine, quote } from '../../text/clean.ts';
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
 * What the list has, or else what the journal noted before a crash. An id comes before a name.
 * @param id or name
 * @throws CommandFailure
 */
export function findSecret(state: StateFolder, id: string, profile: string | undefined): StoredSecret {
  const noted = journalEntries(state).flatMap(({ secret }) => secret ?? []);
  const ofProfile = [...readStoredSecrets(state), ...noted].filter(
    (secret) => profile === undefined || secret.profile === profile,
  );
  const withId = ofProfile.filter((secret) => secret.id === id);
  const known = withId.length > 0 ? withId : ofProfile.filter((secret) => isNamed(secret, id));
  const ids = [...new Set(known.map((secret) => secret.id))];
  if (ids.length > 1) {
    throw new CommandFailure(
      EXIT.usage,
      `Several secrets are named ${quote(id)}. Say which by its ID: ${ids.map((one) => quote(one)).join(', ')}.`,
    );
  }
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

/** As it is, or as the list shows it. */
function isNamed({ name }: StoredSecret, given: string): boolean {
  return name !== undefined && (name === given || oneLine(name, MAX_LABEL_LENGTH) === given);
}
