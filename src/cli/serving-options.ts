/** The options of serving on a command line: as commander takes them, and as texts for their one reader. */
import { type Command, Option } from 'commander';
import { OPTIONS, type OptionFlag, type OptionRow } from '../settings/options.ts';
import type { OptionTexts } from '../settings/read-options.ts';
import { SettingsError } from '../settings/settings-error.ts';

export function servingOption(row: OptionRow): Option {
  if (row.kind === 'switch') return new Option(`--${row.flag}`, row.help);
  const option = new Option(`--${row.flag} <${row.value ?? 'VALUE'}>`, row.help);
  // Given twice, a list grows and anything else is an error: which one was meant cannot be known.
  return option.argParser((value, previous: string | undefined) => {
    if (previous === undefined) return value;
    if (row.kind === 'list') return `${previous},${value}`;
    throw new SettingsError([`--${row.flag}: given twice.`]);
  });
}

/** What was given of them. */
export function servingTexts(command: Command): OptionTexts {
  const given = command.opts<Record<string, string | boolean | undefined>>();
  const texts: OptionTexts = {};
  for (const { flag } of OPTIONS) {
    const value = given[attributeName(flag)];
    if (value !== undefined) texts[flag] = String(value);
  }
  return texts;
}

function attributeName(flag: OptionFlag): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
