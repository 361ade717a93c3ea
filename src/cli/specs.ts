/** Owns `openai-admin-mcp specs check`: whether a folder of a user's own tools can be served. */
import { Command } from 'commander';
import { SettingsError } from '../settings/settings-error.ts';
import { showInvisible } from '../text/clean.ts';
import type { ProcessEdge } from './edge.ts';
import { loadOwnTools, readBuiltIn } from './load-catalogue.ts';

export function specsCommand(edge: ProcessEdge): Command {
  const output = {
    writeOut: (text: string) => edge.stdout.write(text),
    writeErr: (text: string) => edge.stderr.write(showInvisible(text)),
  };
  const specs = new Command('specs')
    .description('Work with tools of your own, written in YAML.')
    .exitOverride()
    .configureOutput(output);
  specs
    .command('check <folder>')
    .description('Check the YAML files of a folder as --tool-specs would.')
    .action(async (folder: string) => {
      const { families, tools } = await loadOwnTools(folder, readBuiltIn(edge.packageFolder), edge.uid);
      if (families.length === 0) throw new SettingsError([`${folder} has no .yaml file.`]);
      const names = tools.map((tool) => `  ${tool.name}: ${tool.endpoint.method} ${tool.endpoint.path}\n`);
      edge.stdout.write(
        `No mistakes. Tools that --tool-specs ${folder} would add: ${tools.length}\n${names.join('')}`,
      );
    });
  return specs;
}
