/** `tools`: what a server with the same options offers. No key is needed. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addToolsList } from './tools-list.ts';
import { addToolsSearch } from './tools-search.ts';
import { addToolsShow } from './tools-show.ts';

export function addTools(program: Command, context: ProcessContext): void {
  const tools = program.command('tools').description('See which tools there are.');
  addToolsList(tools, context);
  addToolsShow(tools, context);
  addToolsSearch(tools, context);
}
