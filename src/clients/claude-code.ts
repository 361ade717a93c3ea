/** Claude Code is set up by its own command: it writes its file all the time, and would write over what others do. */
import type { Entry } from './entry.ts';

/** The arguments of `claude`, in order, that bring our entry in, or with none take it out. */
export function claudeCommands(
  name: string,
  found: Entry | undefined,
  wanted: Entry | undefined,
): string[][] {
  const { command, args, env = {} } = wanted ?? {};
  const variables = Object.entries(env as Record<string, string>).map(([key, value]) => `${key}=${value}`);
  const settings = variables.length > 0 ? ['--env', ...variables] : [];
  const remove = ['mcp', 'remove', '--scope', 'user', name];
  const add = ['mcp', 'add', '--scope', 'user', name, ...settings, '--'];
  return [
    ...(found === undefined ? [] : [remove]),
    ...(wanted === undefined ? [] : [[...add, command as string, ...(args as string[])]]),
  ];
}

/** What it keeps of an entry besides, such as `type`, is its own affair. */
export function isAsWanted(found: Entry | undefined, wanted: Entry | undefined): boolean {
  if (found === undefined || wanted === undefined) return found === wanted;
  const startOf = ({ command, args, env = {} }: Entry) => JSON.stringify([command, args, env]);
  return startOf(found) === startOf(wanted);
}
