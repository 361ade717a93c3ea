/** `openai-admin-mcp specs check`: whether a folder of a user's own tools can be served. */
import type { Command } from 'commander';
import { loadOwnTools, readBuiltIn } from '../../compose/load-catalogue.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { describeDeclaredReads } from '../../specs/declared-reads.ts';
import type { ProcessContext } from '../process-context.ts';

export function addSpecs(program: Command, { host, stdout, packageFolder }: ProcessContext): void {
  program
    .command('specs')
    .description('Work with tools of your own, written in YAML.')
    .command('check <folder>')
    .description('Check the YAML files of a folder as --tool-specs would.')
    .action(async (folder: string) => {
      const { families, tools } = await loadOwnTools(folder, readBuiltIn(packageFolder), host.uid);
      if (families.length === 0) throw new SettingsError([`${folder} has no .yaml file.`]);
      const names = tools.map((tool) => `  ${tool.name}: ${tool.endpoint.method} ${tool.endpoint.path}\n`);
      stdout.write(
        `No mistakes. Tools that --tool-specs ${folder} would add: ${tools.length}\n${names.join('')}${describeDeclaredReads(
          tools,
        )
          .map((line) => `${line}\n`)
          .join('')}`,
      );
    });
}
