/** `tools search`: tools by what they do. */
import type { Command } from 'commander';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { type ToolsOptions, tell, toolsCommand, toolsOffered } from './tools-offered.ts';

/** As many as a person reads. */
const MOST_FOUND = 15;

export function addToolsSearch(tools: Command, context: ProcessContext): void {
  const command = toolsCommand(tools, 'search', 'Find tools by what they do.');
  command
    .argument('<WORDS...>', 'What is to be done.')
    .action(async (words: string[], options: ToolsOptions) => {
      const { createToolSearch } = await import('../../search/search-tools.ts');
      const search = createToolSearch(await toolsOffered(command, context, 'all'));
      const items = search(words.join(' '), MOST_FOUND);
      if (items.length === 0) {
        throw new CommandFailure(
          EXIT.usage,
          `Nothing fits. ${ownCommand('tools list --tags all')} shows all tools.`,
        );
      }
      await tell({ tools: items.length, items }, options, context);
    });
}
