/** The option that says how an answer is shown, and showing it. */
import { type Command, Option } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import type { Answer } from './call-tool.ts';
import { OUTPUTS, type Output, screenOf, showAnswer, usualOutput } from './show-answer.ts';

export function withOutputOption(command: Command): Command {
  return command.addOption(
    new Option('--output <HOW>', 'In a terminal table when absent, and json in a pipe.').choices(OUTPUTS),
  );
}

export async function print(
  answer: Answer,
  output: Output | undefined,
  { stdout, host }: ProcessContext,
): Promise<void> {
  const chosen = output ?? usualOutput(stdout);
  stdout.write(await showAnswer(answer, chosen, screenOf(stdout, host.environment)));
}
