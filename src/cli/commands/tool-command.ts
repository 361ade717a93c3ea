/** What `tools`, `call`, `report` and `find` have in common: the options of serving, and the settings made of them. */
import type { Command } from 'commander';
import { ownCommand } from '../../model/own-command.ts';
import { OPTIONS } from '../../settings/options.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import type { ProcessContext } from '../process-context.ts';
import { servingOption, servingTexts } from '../serving-options.ts';

/** How tools look to a client, which there is none of here. */
const FOR_CLIENTS = ['exposure', 'tool-prefix', 'max-result-tokens'];

/** A person's screen, a file and a pipe have room for what a conversation has not. */
const UNCUT_TOKENS = Number.MAX_SAFE_INTEGER;

export function withServingOptions(command: Command): Command {
  for (const row of OPTIONS) {
    if (FOR_CLIENTS.includes(row.flag)) continue;
    // The help of the program has them all; here they would hide what is the command's own.
    command.addOption(servingOption(row).hideHelp());
  }
  return command;
}

/** Told behind the help of each. */
export function moreOptions(): string {
  return `\nOptions of the server hold here, too, such as --sandbox, --profile, --read-only or --tags: ${ownCommand('--help')}.\n`;
}

/** Every tool unless options or the environment choose. @throws SettingsError */
export function toolSettings({ host, now }: ProcessContext, command: Command): Settings {
  const texts = servingTexts(command);
  const chooses = texts.tags !== undefined || texts.tools !== undefined;
  const settings = readSettings({
    flags: chooses ? texts : { ...texts, tags: 'all' },
    environment: host.environment,
    nowMilliseconds: now(),
  });
  const { toolPrefix: _, ...bare } = settings;
  return { ...bare, exposure: 'all', maxResultTokens: UNCUT_TOKENS };
}
