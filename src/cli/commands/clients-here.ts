/** What the commands about clients begin with: the clients, those that a person names, and the name of our entry. */
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Client } from '../../clients/client-table.ts';
import type { Clients } from '../../clients/open-clients.ts';
import { checkProfileName, DEFAULT_PROFILE } from '../../credentials/names.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { quote } from '../../text/clean.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isFromNpx } from '../own-start.ts';
import type { ProcessContext } from '../process-context.ts';

export const OF_PROFILE = 'The entry of this stored set of keys, which has a name of its own.';

/** Loads what edits files, which nothing else needs. */
export async function clientsHere({ host, packageFolder, processId, now }: ProcessContext): Promise<Clients> {
  const { openClients } = await import('../../clients/open-clients.ts');
  const own = {
    node: process.execPath,
    script: join(packageFolder, 'bin', 'openai-admin-mcp.js'),
    version: packageJson.version,
    isFromNpx: isFromNpx(packageFolder),
  };
  return openClients(host, own, { processId, now });
}

/** @throws SettingsError for none, and for one that there is not */
export function namedClients({ all }: Clients, names: readonly string[]): Client[] {
  const known = all.map(({ name }) => name);
  if (names.length === 0) throw new SettingsError([`Name a client: ${known.join(', ')}.`]);
  return [...new Set(names)].map((name) => {
    const client = all.find((one) => one.name === name.toLowerCase());
    if (client !== undefined) return client;
    const hint = didYouMean(name, known, ' Did');
    throw new SettingsError([`There is no client ${quote(name)}.${hint} Clients: ${known.join(', ')}.`]);
  });
}

/** A profile has an entry of its own, so that a client can have two organizations. */
export function entryName(profile: string | undefined): string {
  return profile === undefined || profile === DEFAULT_PROFILE
    ? 'openai-admin'
    : `openai-admin-${checkProfileName(profile)}`;
}
