/** A run without options in a terminal, where no client is: what there is, and the next command. */
import packageJson from '../../package.json' with { type: 'json' };
import { compose } from '../compose/compose.ts';
import { ownCommand } from '../model/own-command.ts';
import { clientsHere, entryName } from './commands/clients-here.ts';
import { environmentSettings } from './commands/environment-settings.ts';
import type { ProcessContext } from './process-context.ts';

/** Asks neither the keychain nor OpenAI. */
export async function bareRun(context: ProcessContext): Promise<void> {
  const hasKey = await hasAdminKey(context);
  const clients = await clientsThatHaveIt(context);
  const lines = [
    `openai-admin-mcp ${packageJson.version}: lets an assistant administer your OpenAI organization. A client starts it; --help shows all it can do.`,
    hasKey ? 'Key: an admin key is known.' : 'Key: no admin key is known.',
    clients.length > 0 ? `Clients: ${clients.join(', ')}.` : 'Clients: none is set up.',
    `Next: ${nextOf(hasKey, clients)}`,
  ];
  context.stdout.write(`${lines.join('\n')}\n`);
}

async function hasAdminKey(context: ProcessContext): Promise<boolean> {
  const product = await compose(environmentSettings(context), context.host, {
    ...context,
    onCalled: () => undefined,
    onUnforeseen: () => undefined,
  });
  await product.close();
  return product.authority.hasAdminKey;
}

async function clientsThatHaveIt(context: ProcessContext): Promise<string[]> {
  const clients = await clientsHere(context);
  return clients.all.flatMap((client) =>
    client.kind !== 'by-hand' && clients.state(client, entryName(undefined)).entry !== undefined
      ? [client.title]
      : [],
  );
}

function nextOf(hasKey: boolean, clients: readonly string[]): string {
  if (!hasKey) return `${ownCommand('auth login')}, or without a key ${ownCommand('report costs --sandbox')}`;
  return clients.length === 0 ? ownCommand('client install NAME') : ownCommand('report costs');
}
