/** `openai-admin-mcp client list`: which clients are here, and what became of this server in each. */
import { join, sep } from 'node:path';
import type { Command } from 'commander';
import type { Client } from '../../clients/client-table.ts';
import type { Clients } from '../../clients/open-clients.ts';
import type { ProcessContext } from '../process-context.ts';
import { alignColumns } from './align-columns.ts';
import { clientsHere, entryName, OF_PROFILE } from './clients-here.ts';

const TITLES = ['NAME', 'CLIENT', 'THIS SERVER', 'FILE'];

export function addClientList(client: Command, context: ProcessContext): void {
  client
    .command('list')
    .description(
      'List the clients that can be set up, where each keeps its servers, and what it has of this one.',
    )
    .option('--profile <name>', OF_PROFILE)
    .action(async ({ profile }: { profile?: string }) => {
      const clients = await clientsHere(context);
      const name = entryName(profile);
      const rows = clients.all.map((one) => rowOf(one, clients, name, context.host.homeDirectory));
      context.stdout.write(`${(await alignColumns([TITLES, ...rows])).join('\n')}\n`);
    });
}

function rowOf(client: Client, clients: Clients, name: string, home: string): string[] {
  if (client.kind === 'by-hand') return [client.name, client.title, 'by hand', ''];
  const { path = '', isFound, entry, fault } = clients.state(client, name);
  if (!isFound) return [client.name, client.title, 'client not found', ''];
  const file = path.startsWith(join(home, sep)) ? join('~', path.slice(home.length)) : path;
  return [client.name, client.title, fault ?? (entry === undefined ? 'not installed' : 'installed'), file];
}
