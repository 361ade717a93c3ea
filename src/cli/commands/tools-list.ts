/** `tools list`: the tools that a client would see, and what they cost a conversation. */
import type { Command } from 'commander';
import { countLater } from '../../compose/load-tokens.ts';
import { describeTool } from '../../tools/describe.ts';
import type { ProcessContext } from '../process-context.ts';
import { isAmong, riskOf, type ToolsOptions, tell, toolsCommand, toolsOffered } from './tools-offered.ts';

export function addToolsList(tools: Command, context: ProcessContext): void {
  const command = toolsCommand(tools, 'list', 'List the tools that a server with the same options lists.');
  command
    .option('--tokens', 'With what each takes of a conversation.')
    .action(async (options: ToolsOptions) => {
      const offered = await toolsOffered(command, context, 'core');
      const count = countLater(context.packageFolder);
      const items = offered.map((tool) => ({
        name: tool.name,
        risk: riskOf(tool),
        ...(options.tokens && { tokens: count(JSON.stringify(describeTool(tool, isAmong(offered)))) }),
        tags: tool.tags.join(','),
        summary: tool.docs.summary,
      }));
      const tokens = items.reduce((sum, one) => sum + (one.tokens ?? 0), 0);
      await tell({ tools: offered.length, ...(options.tokens && { tokens }), items }, options, context);
    });
}
