/** `openai-admin-mcp client uninstall`: what a client had before comes back, byte for byte where nothing else has changed. */
import type { Command, CommandOptions } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { CHANGE_OPTIONS, type ChangeOptions, changeClients } from './change-clients.ts';
import { clientsHere, entryName, namedClients, OF_PROFILE } from './clients-here.ts';

export function addClientUninstall(
  parent: Command,
  context: ProcessContext,
  place: CommandOptions = {},
): void {
  const command = parent
    .command('uninstall [NAMES...]', place)
    .description('Take this server out of the settings of these clients again.')
    .option('--profile <name>', OF_PROFILE);
  for (const [flag, help] of CHANGE_OPTIONS) command.option(flag, help);
  command.action(async (names: string[], options: ChangeOptions & { profile?: string }) => {
    const clients = await clientsHere(context);
    const name = entryName(options.profile);
    await changeClients(context, clients, namedClients(clients, names), { name, options });
  });
}
