/** `report NAME`: the reports from the command line, with an option for each of their arguments. */
import { Command, Option } from 'commander';
import { readBuiltIn } from '../../compose/load-catalogue.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ToolSpec } from '../../specs/catalogue.ts';
import type { ParamSpec } from '../../specs/spec-schema.ts';
import { quote } from '../../text/clean.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { ProcessContext } from '../process-context.ts';
import { alignColumns } from './align-columns.ts';
import { withTools } from './call-tool.ts';
import { hasFindings, lacksFindings } from './findings.ts';
import { print, withOutputOption } from './output-option.ts';
import type { Output } from './show-answer.ts';
import { readWords } from './tool-arguments.ts';
import { moreOptions, toolSettings, withServingOptions } from './tool-command.ts';

type Options = { output?: Output; exitCode?: true };

export function addReport(program: Command, context: ProcessContext): void {
  const command = program
    .command('report')
    .description('Show a report; without a name, which there are.')
    .argument(
      '[NAME]',
      'costs, usage, access, limits, changes or vector-stores; --help behind it shows its options.',
    )
    .argument('[OPTIONS...]', 'Of that report.')
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText('after', examples)
    .action(async (name: string | undefined, words: string[]) => {
      const reports = (await readBuiltIn(context.packageFolder)).tools.filter(isReport);
      if (name === undefined) return list(reports, context);
      if (name.startsWith('-')) {
        command.error(`error: unknown option '${name}'`, {
          code: 'commander.unknownOption',
          exitCode: EXIT.usage,
        });
      }
      const tool = reports.find((one) => shortName(one) === name.replaceAll('_', '-'));
      if (tool === undefined) throw new SettingsError([unknown(name, reports.map(shortName))]);
      await oneReport(tool, command, context).parseAsync(words, { from: 'user' });
    });
}

const examples = () => `
Examples:
  ${ownCommand('report costs --period last_month --by project --compare')}
  ${ownCommand('report limits --exit-code')}
`;

/** `find` has a command of its own. */
function isReport({ name }: ToolSpec): boolean {
  return name.startsWith('report_');
}

function shortName({ name }: ToolSpec): string {
  return name.replace(/^report_/, '').replaceAll('_', '-');
}

function unknown(name: string, names: string[]): string {
  return `There is no report ${quote(name)}.${didYouMean(name, names, ' Did')} Reports: ${names.join(', ')}.`;
}

async function list(reports: ToolSpec[], { stdout }: ProcessContext): Promise<void> {
  const lines = await alignColumns(reports.map((tool) => [shortName(tool), tool.docs.summary]));
  stdout.write(`${lines.join('\n')}\n`);
}

function oneReport(tool: ToolSpec, parent: Command, context: ProcessContext): Command {
  const name = shortName(tool);
  const command = new Command(`${ownCommand('report')} ${name}`)
    .copyInheritedSettings(parent)
    .description(tool.docs.summary);
  for (const [param, spec] of Object.entries(tool.params)) command.addOption(argumentOption(param, spec));
  if (!lacksFindings(tool))
    command.option('--exit-code', `End with ${EXIT.findings} where something is to be done.`);
  return withServingOptions(withOutputOption(command))
    .addHelpText('after', moreOptions)
    .action(async (options: Options) => {
      const { exitCode, output } = options;
      const given = readWords(options, tool);
      await withTools(context, toolSettings(context, command), async (call) => {
        const answer = await call(tool.name, given);
        await print(answer, output, context);
        if (answer.complete === false) context.setExitCode(EXIT.refusedByOpenAI);
        else if (exitCode && hasFindings(tool, answer)) context.setExitCode(EXIT.findings);
      });
    });
}

/** What a list takes is separated by commas, or given again. */
function argumentOption(name: string, spec: ParamSpec): Option {
  const flag = `--${name.replaceAll('_', '-')}`;
  const values = (spec.enum ?? spec.items?.enum ?? []).join(', ');
  const help = [spec.description, values && `One of ${values}.`].filter(Boolean).join(' ');
  if (spec.type === 'boolean') return new Option(flag, help);
  const option = new Option(`${flag} <${spec.type === 'array' ? 'VALUE,...' : 'VALUE'}>`, help);
  return option.argParser((word, before: string | undefined) =>
    before === undefined || spec.type !== 'array' ? word : `${before},${word}`,
  );
}
