/** Owns `secrets forget`: what this program keeps of a secret goes, and what others keep is named. */
import { askKeychain } from '../sinks/ask-keychain.ts';
import { journalEntries, type NamedEntry, removeEntry } from '../sinks/journal.ts';
import { secretAccount } from '../sinks/keychain-sink.ts';
import type { KeptIn } from '../sinks/sink.ts';
import { forgetStored, type StoredSecret } from '../sinks/stored-secrets.ts';
import { quote } from '../text/clean.ts';
import { type SecretsEdge, WrongRequest } from './secrets-edge.ts';
import { findSecret } from './secrets-find.ts';

export type ForgetOptions = { profile?: string };

/** @param id a secret's, or the name of an unfinished minting */
export async function forgetSecret(edge: SecretsEdge, id: string, options: ForgetOptions): Promise<void> {
  const entries = journalEntries(edge.state);
  if (/^minting-[0-9a-f]+$/.test(id)) {
    const entry = entries.find((candidate) => candidate.entry === id);
    if (entry === undefined) {
      throw new WrongRequest(
        `There is no unfinished ${id}. To see those that are: npx openai-admin-mcp secrets list`,
      );
    }
    return forgetEntry(edge, entry);
  }
  const secret = findSecret(edge, id, options.profile);
  await takeOutOfKeychain(edge, secret);
  await forgetStored(edge.state, secret);
  for (const entry of entries) {
    if (entry.secret?.id === id && entry.profile === secret.profile) removeEntry(edge.state, entry);
  }
  edge.stdout.write(`Forgot the secret of ${quote(secret.id)}.\n${secret.places.map(whatStays).join('')}`);
}

async function forgetEntry(edge: SecretsEdge, entry: NamedEntry): Promise<void> {
  if (entry.secret !== undefined) await takeOutOfKeychain(edge, entry.secret);
  removeEntry(edge.state, entry);
  edge.stdout.write(
    `Forgot ${entry.entry}, ${entry.tool}.\n${(entry.secret?.places ?? []).map(whatStays).join('')}`,
  );
}

async function takeOutOfKeychain(edge: SecretsEdge, { id, profile, places }: StoredSecret): Promise<void> {
  if (!places.some((place) => place.kind === 'keychain')) return;
  await askKeychain(
    async () => edge.openKeychain().delete(secretAccount(profile, id)),
    'Nothing was forgotten.',
  );
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
