/** The tables of options and commands, made from what the program itself says in its help. */
import type { Command } from 'commander';
import { SERVING } from '../../src/cli/commands/client-install.ts';
import { environmentName, OPTIONS, type OptionRow } from '../../src/settings/options.ts';
import { markdownTable } from './markdown-table.ts';

/** Every option of the server with its environment twin and default. */
export function optionsTable(): string {
  const rows = OPTIONS.map((row: OptionRow) => [
    code(row.kind === 'switch' ? `--${row.flag}` : `--${row.flag} ${row.value ?? 'VALUE'}`),
    code(environmentName(row.flag)),
    defaultOf(row),
    row.help.replace(/ \(default[^)]*\)/, '').replaceAll('*', '\\*'),
  ]);
  return markdownTable(['Option', 'In the environment', 'Default', 'What it does'], rows);
}

/** The subcommands, each followed by its own options. */
export function commandsTable(program: Command): string {
  const rows = leaves(program).flatMap(({ name, command }) => [
    [code([name, ...argumentsOf(command)].join(' ')), command.description()],
    ...command.options
      .filter(({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== SERVING)
      .map((option) => [code(`${name} ${option.flags}`), option.description]),
  ]);
  return markdownTable(['Command', 'What it does'], rows);
}

/** The help names a default as `(default 30)`, or marks one of the choices with `(default)`. */
function defaultOf(row: OptionRow): string {
  if (row.kind === 'switch') return 'off';
  const named = /\(default:? ([^)]+)\)/.exec(row.help)?.[1];
  const marked = row.choices?.find((choice) =>
    new RegExp(`\\b${choice}\\b[^,(]*\\(default\\)`).test(row.help),
  );
  const value = named ?? marked;
  return value === undefined ? '' : code(value);
}

function leaves(command: Command, prefix = ''): { name: string; command: Command }[] {
  // Without those that are another way to type one of these.
  const shown = command.createHelp().visibleCommands(command);
  return shown.flatMap((child) => {
    const name = `${prefix}${child.name()}`;
    if (child.name() === 'help') return [];
    return child.commands.length > 0 ? leaves(child, `${name} `) : [{ name, command: child }];
  });
}

/** As in the help: <needed>, [left out]. */
function argumentsOf(command: Command): string[] {
  return command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
}

function code(text: string): string {
  return `\`${text}\``;
}
