/** `find`: a name, an address or the beginning of an ID, to what matches. */
import type { Command } from 'commander';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import type { ProcessContext } from '../process-context.ts';
import { withTools } from './call-tool.ts';
import { print, withOutputOption } from './output-option.ts';
import type { Output } from './show-answer.ts';
import { moreOptions, toolSettings, withServingOptions } from './tool-command.ts';

export function addFind(program: Command, context: ProcessContext): void {
  const command = program
    .command('find')
    .description('Find people, projects, keys and more by name, email, or the beginning of an ID.')
    .argument('<WORDS...>', 'One name, in as many words as it has.');
  withServingOptions(withOutputOption(command))
    .addHelpText('after', examples)
    .action(async (words: string[], { output }: { output?: Output }) => {
      await withTools(context, toolSettings(context, command), async (call) => {
        const answer = await call('find', { words: words.join(' ') });
        await print(answer, output, context);
        const { complete, rows } = answer;
        // What was found ends the search; then it is whole enough.
        if (complete === false && Array.isArray(rows) && rows.length === 0) {
          context.setExitCode(EXIT.refusedByOpenAI);
        }
      });
    });
}

const examples = () => `${moreOptions()}
Examples:
  ${ownCommand('find ana@example.com')}
  ${ownCommand('find Marketing-Gen --output json')}
`;
