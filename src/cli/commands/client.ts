/** `openai-admin-mcp client`: this server in the settings of assistants, put in and taken out. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addClientInstall } from './client-install.ts';
import { addClientList } from './client-list.ts';
import { addClientShow } from './client-show.ts';
import { addClientUninstall } from './client-uninstall.ts';

export function addClient(program: Command, context: ProcessContext): void {
  const client = program
    .command('client')
    .description(
      'Put this server into the settings of Claude, Cursor, VS Code, Codex and others; install and uninstall do so too.',
    );
  addClientList(client, context);
  addClientInstall(client, context);
  addClientUninstall(client, context);
  addClientShow(client, context);
  // What people type first; help and docs have them under client.
  addClientInstall(program, context, { hidden: true });
  addClientUninstall(program, context, { hidden: true });
}
