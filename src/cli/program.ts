/** The command line: which command runs with which options. */
import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { loadMachinePolicy } from '../compose/machine-policy.ts';
import { EXIT } from '../host/exit-code.ts';
import { describeUnfilled, withoutUnfilled } from '../host/unfilled.ts';
import { ownCommand } from '../model/own-command.ts';
import { environmentName, OPTIONS } from '../settings/options.ts';
import { narrowsBy } from '../settings/read-options.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { quote } from '../text/clean.ts';
import { didYouMean } from '../text/nearest.ts';
import { showInvisible } from '../text/shown-form.ts';
import { collectInputSecrets } from './collect-input-secrets.ts';
import { environmentSettings } from './commands/environment-settings.ts';
import type { Probe } from './commands/probe-key.ts';
import { describeFailure } from './failure.ts';
import { createLog } from './log.ts';
import type { ProcessContext } from './process-context.ts';
import { serveOverStdio } from './serve-stdio.ts';
import { servingOption, servingTexts } from './serving-options.ts';
import { tellClient } from './tell-client.ts';

/**
 * Runs the program. Never throws: every failure becomes a message on stderr and an exit code.
 * @param probe asks OpenAI about a new key; over HTTP when absent
 */
export async function runProgram(given: ProcessContext, probe?: Probe): Promise<void> {
  const { environment, unfilled } = withoutUnfilled(given.host.environment);
  const context = { ...given, host: { ...given.host, environment } };
  const warning = describeUnfilled(unfilled.filter((name) => !narrowsBy(name)));
  if (warning !== undefined) createLog('warn', context.stderr).warn(warning);
  collectInputSecrets(context.arguments, context.host.environment);
  const isServing = startsServing(context.arguments);
  // Serving ends by a listener of its own.
  if (!isServing) context.stdout.once('error', () => context.setExitCode(EXIT.internal));
  try {
    const program = isServing ? programOf(context) : await buildProgram(context, probe);
    await program.parseAsync(context.arguments, { from: 'user' });
  } catch (error) {
    const { text, reason, exitCode } = describeFailure(error);
    context.stderr.write(text);
    context.setExitCode(exitCode);
    const isRefusedStart = isServing && exitCode !== EXIT.ok;
    if (isRefusedStart && !context.stdin.isTTY) await tellClient(context, reason);
  }
}

/** The whole command line; commands take its settings for help, errors and output over. */
export async function buildProgram(context: ProcessContext, probe?: Probe): Promise<Command> {
  const { addCommands } = await import('./add-commands.ts');
  return programOf(context, (program) => addCommands(program, context, probe));
}

/** Serving has no command of its own: it is what a command line of options alone does. */
function startsServing(words: readonly string[]): boolean {
  return !words.some((word) => word === '-h' || word === '--help' || COMMANDS.includes(word));
}

/** Known before they load, since serving does not need them. */
export const COMMANDS = [
  'auth',
  'client',
  'install',
  'uninstall',
  'secrets',
  'approve',
  'audit',
  'jobs',
  'tools',
  'call',
  'report',
  'find',
  'evidence',
  'sandbox',
  'specs',
  'help',
];

function programOf(context: ProcessContext, addCommands: (program: Command) => void = () => {}): Command {
  const program = new Command(packageJson.name)
    .description('Serves the administration API of OpenAI to an MCP client over stdin and stdout.')
    .version(packageJson.version, '-v, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .showSuggestionAfterError()
    .showHelpAfterError(`Run ${ownCommand('--help')} for every option.`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(showInvisible(text)),
    })
    // The same option before and behind a command's name belongs to different programs.
    .enablePositionalOptions();
  for (const row of OPTIONS) program.addOption(servingOption(row));
  addCommands(program);
  return (
    program
      .helpCommand('help [command]', 'Print help for a command.')
      .addHelpText('after', helpAfter)
      .hook('preAction', async (_, command) => {
        if (command === program) return;
        refuseMisplacedOptions(program);
        // A mistake in the environment is told before a command begins, whether it needs the environment or not.
        environmentSettings(context);
        // The same holds for the policy of the machine.
        await loadMachinePolicy(context.host);
      })
      // Told as an unknown command, which is what it is.
      .allowExcessArguments()
      .action(async () => {
        const [word] = program.args;
        if (word !== undefined) throw new SettingsError([unknownCommand(word)]);
        const texts = servingTexts(program);
        const isForPerson = context.stdin.isTTY && context.stdout.isTTY && Object.keys(texts).length === 0;
        if (!isForPerson) return serveOverStdio(context, texts);
        const { bareRun } = await import('./bare-run.ts');
        await bareRun(context);
      })
  );
}

/** An option of serving in front of a command would be ignored, and the command act on the wrong profile. */
function refuseMisplacedOptions(program: Command): void {
  const [flag] = Object.keys(servingTexts(program));
  if (flag === undefined) return;
  throw new SettingsError([
    `--${flag} stands before a command: options go behind it, as in auth status --profile NAME.`,
  ]);
}

function unknownCommand(word: string): string {
  const hint = didYouMean(word, COMMANDS, ' Did');
  return `There is no command ${quote(word)}.${hint} Commands: ${COMMANDS.join(', ')}; without one the server starts.`;
}

const helpAfter = () => `
Every option has a twin in the environment: --read-only is ${environmentName('read-only')}=true.
Of two settings that narrow what may be done, the stricter one counts.

Examples:
  ${ownCommand('--sandbox')}                     try it without a key
  ${ownCommand('auth login')}                    store an admin key in the keychain
  ${ownCommand('--read-only --tags billing')}    costs and usage, nothing else
`;
