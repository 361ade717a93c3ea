/** `openai-admin-mcp client install`: started first as the client would start it, shown, asked, and then written. */
import { Command, type CommandOptions } from 'commander';
import type { ByHandClient, Client } from '../../clients/client-table.ts';
import type { Entry } from '../../clients/entry.ts';
import type { Clients } from '../../clients/open-clients.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { OPTIONS } from '../../settings/options.ts';
import type { OptionTexts } from '../../settings/read-options.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { servingOption, servingTexts } from '../serving-options.ts';
import { CHANGE_OPTIONS, type ChangeOptions, changeClients } from './change-clients.ts';
import { clientArguments } from './client-arguments.ts';
import { clientsHere, entryName, namedClients } from './clients-here.ts';

/** In the help, and by it docs/options.md tells them from the command's own. */
export const SERVING = 'Options of serving, which are written into the entry:';

type InstallOptions = ChangeOptions & { check: boolean; required?: true };

export function addClientInstall(parent: Command, context: ProcessContext, place: CommandOptions = {}): void {
  const command = parent
    .command('install [NAMES...]', place)
    .description(
      'Put this server into the settings of these clients, with the options of serving that follow.',
    );
  for (const [flag, help] of CHANGE_OPTIONS) command.option(flag, help);
  command
    .option('--no-check', 'Do not start the server first to see whether it answers.')
    .option('--required', 'Codex only: no turn begins before the server has started, and none without it.');
  for (const row of OPTIONS) {
    if (row.flag !== 'dry-run') command.addOption(servingOption(row).helpGroup(SERVING));
  }
  command
    .addHelpText(
      'after',
      `
What stands behind -- is for the server too; its own --dry-run is given so: -- --dry-run.

Examples:
  ${ownCommand('client install cursor --sandbox')}               try it without a key
  ${ownCommand('client install claude-desktop codex --read-only')}
`,
    )
    .action((words: string[], options: InstallOptions) => {
      const { 'dry-run': _, ...texts } = servingTexts(command);
      return install(context, words, texts, options);
    });
}

/** @param words names of clients, and what stood behind `--` */
async function install(
  context: ProcessContext,
  words: string[],
  given: OptionTexts,
  options: InstallOptions,
): Promise<void> {
  const end = words.findIndex((word) => word.startsWith('-'));
  const names = end === -1 ? words : words.slice(0, end);
  const texts = { ...given, ...(end === -1 ? {} : servingWords(words.slice(end))) };
  const clients = await clientsHere(context);
  const chosen = namedClients(clients, names);
  const others = chosen.filter(({ kind }) => kind !== 'toml').map(({ name }) => name);
  if (options.required && others.length > 0) {
    throw new SettingsError([`--required: only codex has it, and ${others.join(', ')} not.`]);
  }
  const entry = clients.ownEntry(clientArguments(texts, context));
  if ('refused' in entry) throw new SettingsError([`${entry.refused}.`]);
  const name = entryName(texts.profile);
  if (options.check) await check(context, clients, entry);
  const byHand = chosen.filter((client): client is ByHandClient => client.kind === 'by-hand');
  for (const client of byHand) context.stdout.write(describeByHand(clients, client, name, entry));
  const wanted = (client: Client) => clients.entryFor(client, entry, options.required === true);
  await changeClients(context, clients, chosen, { name, options, wanted });
}

/** Options behind `--`, all of them for the server. */
function servingWords(words: string[]): OptionTexts {
  const serving = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const row of OPTIONS) serving.addOption(servingOption(row));
  serving.action(() => undefined);
  try {
    serving.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError([
      error instanceof Error ? error.message.replace(/^error: /, '') : 'unknown option',
    ]);
  }
  return servingTexts(serving);
}

async function check({ stdout }: ProcessContext, clients: Clients, entry: Entry): Promise<void> {
  const started = await clients.check(entry);
  if ('failed' in started) {
    throw new CommandFailure(
      EXIT.usage,
      `Nothing was written: started as a client would start it, ${started.failed}. Mend that, or add --no-check to write it all the same. The command was: ${[entry.command, ...(entry.args as string[])].join(' ')}`,
    );
  }
  const note =
    started.tools === 0
      ? `no tools yet, since no key is stored that a client could use: ${ownCommand('auth login')}`
      : `${started.tools} tools`;
  stdout.write(`Started as a client would start it, the server answers: ${note}.\n`);
}

export function describeByHand(clients: Clients, client: ByHandClient, name: string, entry: Entry): string {
  const { where, text } = clients.byHand(client, name, entry) ?? { where: '', text: '' };
  return `${client.title} is set up by hand. ${where}:\n\n${text}\n\n${client.restart}\n`;
}
