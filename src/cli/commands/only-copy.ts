/** Asking a person before the only copy of a secret is dropped. */
import { Secret } from '../../credentials/secret.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { readSecretFile } from '../../sinks/secret-file.ts';
import type { StoredSecret } from '../../sinks/stored-secrets.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { askLine } from './ask-line.ts';

/** Whether the value is, as far as can be known, in no place but the keychain; a command's copy is taken on trust. */
export function isOnlyCopy({ places, fingerprint }: StoredSecret): boolean {
  const isElsewhere = places.some((place) => {
    if (place.kind !== 'file') return place.kind === 'command';
    const read = readSecretFile(place.path);
    return 'value' in read && new Secret(read.value).fingerprint === fingerprint;
  });
  return !isElsewhere;
}

/** @throws CommandFailure without a terminal, or when anything but the id was typed; nothing was dropped then */
export async function confirmLoss(context: ProcessContext, { id, fingerprint }: StoredSecret): Promise<void> {
  const what = `The keychain has the only copy of the secret of ${quote(id)} (fingerprint ${fingerprint}), and nobody can show it again.`;
  if (!context.stdin.isTTY || !context.stderr.isTTY) {
    throw new CommandFailure(
      EXIT.refused,
      `${what} Nothing was forgotten. Run this in a terminal to be asked, add --yes, or keep a copy first: ${ownCommand('secrets copy-to')}`,
    );
  }
  const typed = await askLine(context, `${what}\nType ${quote(id)} without the quotes to forget it: `);
  if (typed !== id) throw new CommandFailure(EXIT.refused, 'Left as it is.');
}
