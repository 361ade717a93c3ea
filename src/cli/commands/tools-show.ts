/** `tools show`: one tool as a model sees it, and what its file says besides. */
import type { Command } from 'commander';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { toolMeant } from '../../server/tool-names.ts';
import { quote } from '../../text/clean.ts';
import { suggestion } from '../../text/nearest.ts';
import { describeTool } from '../../tools/describe.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { isAmong, riskOf, type ToolsOptions, tell, toolsCommand, toolsOffered } from './tools-offered.ts';

export function addToolsShow(tools: Command, context: ProcessContext): void {
  const command = toolsCommand(tools, 'show', 'Show one tool as a model sees it.');
  command.argument('<TOOL>', 'Its name.').action(async (name: string, options: ToolsOptions) => {
    const offered = await toolsOffered(command, context, 'all');
    const tool = offered.find((one) => one.name === name);
    if (tool === undefined) {
      const hint = suggestion(toolMeant(name, offered)?.name);
      throw new CommandFailure(
        EXIT.usage,
        `There is no tool ${quote(name)}${hint} ${ownCommand('tools list --tags all')} shows all.`,
      );
    }
    const described = describeTool(tool, isAmong(offered));
    if (options.json) return tell(described, options, context);
    const { example, endpoint, tags, key } = tool;
    const facts = {
      name,
      risk: riskOf(tool),
      tags,
      key,
      ...(endpoint.path && { endpoint: `${endpoint.method} ${endpoint.path}` }),
      ...(example && { example: JSON.stringify(example) }),
      note: described.description,
    };
    await tell({ ...facts, ...argumentTable(described.inputSchema) }, options, context);
  });
}

function argumentTable({ properties, required = [] }: ReturnType<typeof describeTool>['inputSchema']) {
  const rows = Object.entries(properties).map(([name, { type, description, enum: values }]) => [
    name,
    type,
    required.includes(name) ? 'yes' : 'no',
    [description, values && `One of ${values.join(', ')}.`].filter(Boolean).join(' '),
  ]);
  return rows.length === 0 ? {} : { columns: ['argument', 'type', 'required', 'meaning'], rows };
}
