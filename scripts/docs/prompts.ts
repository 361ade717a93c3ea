/** The table of prompts for docs/prompts.md. */
import type { PromptSpec } from '../../src/specs/prompt-schema.ts';
import { markdownTable, plain } from './markdown-table.ts';

export function promptsTable(prompts: readonly PromptSpec[]): string {
  return markdownTable(
    ['Prompt', 'What it is for', 'Arguments', 'Tools'],
    prompts.map(({ prompt, description, arguments: own = {}, steps }) => [
      `\`${prompt}\``,
      plain(description),
      Object.entries(own)
        .map(([name, { required }]) => `\`${name}\`${required ? '' : ' (optional)'}`)
        .join(', '),
      [...new Set(steps.map(({ call }) => `\`${call}\``))].join(', '),
    ]),
  );
}
