/** `openai-admin-mcp client show`: the entry that a client has, or what would be written. */
import type { Command } from 'commander';
import { ownCommand } from '../../model/own-command.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ProcessContext } from '../process-context.ts';
import { describeByHand } from './client-install.ts';
import { clientsHere, entryName, namedClients, OF_PROFILE } from './clients-here.ts';

export function addClientShow(client: Command, context: ProcessContext): void {
  client
    .command('show <name>')
    .description('Show where a client keeps its servers, and its entry of this one.')
    .option('--profile <name>', OF_PROFILE)
    .action((name: string, options: { profile?: string }) => showClient(context, name, options));
}

async function showClient(
  context: ProcessContext,
  named: string,
  { profile }: { profile?: string },
): Promise<void> {
  const clients = await clientsHere(context);
  const [client] = namedClients(clients, [named]);
  if (client === undefined) return;
  const name = entryName(profile);
  if (client.kind === 'by-hand') {
    const entry = clients.ownEntry([]);
    if ('refused' in entry) throw new SettingsError([`${entry.refused}.`]);
    context.stdout.write(describeByHand(clients, client, name, entry));
    return;
  }
  const { path, entry, fault } = clients.state(client, name);
  const lines = [
    `${client.title}${path === undefined ? '' : `: ${path}`}`,
    ...(entry === undefined ? [] : [clients.written(client, name, entry)]),
    ...(fault === undefined ? [] : [fault]),
    ...(entry === undefined || fault !== undefined
      ? [`To put this server there: ${ownCommand(`client install ${client.name}`)}`]
      : []),
  ];
  context.stdout.write(`${lines.join('\n')}\n`);
}
