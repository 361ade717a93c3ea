/** `call`: any tool from the command line, with the policy, limits, approvals and record of a client's call. */
import type { Command } from 'commander';
import { ownCommand } from '../../model/own-command.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ProcessContext } from '../process-context.ts';
import { withTools } from './call-tool.ts';
import { everyPage } from './every-page.ts';
import { print, withOutputOption } from './output-option.ts';
import { readStandardInput } from './read-standard-input.ts';
import type { Output } from './show-answer.ts';
import { readObject, readPairs } from './tool-arguments.ts';
import { moreOptions, toolSettings, withServingOptions } from './tool-command.ts';

type CallOptions = { arg: string[]; json?: string; allPages?: true; output?: Output };

export function addCall(program: Command, context: ProcessContext): void {
  const command = program
    .command('call')
    .description('Call one tool, with the same approvals as a client.')
    .argument('<TOOL>', 'Its name, as in tools list.')
    .option('--arg <NAME=VALUE>', 'An argument; again for each, and for each entry of a list.', collect, [])
    .option('--json <OBJECT>', 'All arguments as one JSON object; - reads it from stdin.')
    .option('--all-pages', 'Read a list to its end.');
  withServingOptions(withOutputOption(command))
    .addHelpText('after', examples)
    .action((tool: string, options: CallOptions) => call(context, command, tool, options));
}

const examples = () => `${moreOptions()}
Examples:
  ${ownCommand('call list_projects --all-pages --output csv')}
  ${ownCommand('call update_project --arg project_id=proj_abc --arg name=Search')}
`;

function collect(word: string, before: string[]): string[] {
  return [...before, word];
}

async function call(
  context: ProcessContext,
  command: Command,
  name: string,
  { arg, json, allPages, output }: CallOptions,
): Promise<void> {
  if (json !== undefined && arg.length > 0) {
    throw new SettingsError(['--json holds all arguments: give it or --arg, not both.']);
  }
  const settings = toolSettings(context, command);
  const object = json === undefined ? undefined : readObject(await textOf(json, context));
  await withTools(context, settings, async (callTool, { catalogue }) => {
    const tool = catalogue.tools.find((one) => one.name === name);
    const given = object ?? readPairs(arg, tool);
    const answer = allPages ? await everyPage(callTool, name, tool, given) : await callTool(name, given);
    await print(answer, output, context);
    const { next_cursor: cursor } = answer;
    if (cursor !== undefined) {
      context.stderr.write(`More follows: --all-pages, or --arg cursor=${String(cursor)}\n`);
    }
  });
}

/** As much as a client's message may hold. */
const MOST_CHARACTERS = 4_000_000;

async function textOf(json: string, { stdin }: ProcessContext): Promise<string> {
  return json === '-' ? readStandardInput(stdin, MOST_CHARACTERS) : json;
}
