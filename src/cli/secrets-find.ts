/** Owns finding the one secret that a command names by its id. */
import { journalEntries } from '../sinks/journal.ts';
import { readStoredSecrets, type StoredSecret } from '../sinks/stored-secrets.ts';
import { quote } from '../text/clean.ts';
import { type SecretsEdge, WrongRequest } from './secrets-edge.ts';

/**
 * What the list has, or else what the journal noted before a crash.
 * @param flag the profile asked for; the environment's counts without it
 * @throws WrongRequest
 */
export function findSecret(edge: SecretsEdge, id: string, flag: string | undefined): StoredSecret {
  const profile = flag ?? edge.profile;
  const noted = journalEntries(edge.state).flatMap(({ secret }) => secret ?? []);
  const known = [...readStoredSecrets(edge.state), ...noted].filter(
    (secret) => secret.id === id && (profile === undefined || secret.profile === profile),
  );
  const profiles = [...new Set(known.map((secret) => secret.profile))];
  // The latest is valid: making a secret anew ends the one before.
  const [latest] = known.sort((one, other) => other.storedAt.localeCompare(one.storedAt));
  if (latest === undefined) {
    const where = profile === undefined ? '' : ` of profile ${profile}`;
    throw new WrongRequest(
      `No secret of ${quote(id)}${where} is known. To see those that are: npx openai-admin-mcp secrets list`,
    );
  }
  if (profiles.length > 1) {
    throw new WrongRequest(
      `${quote(id)} is known in several profiles: ${profiles.join(', ')}. Say which with --profile NAME.`,
    );
  }
  return latest;
}
