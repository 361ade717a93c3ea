/** Owns the command line: which command runs with which options, and what its failures exit with. */
import { Command, type CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { CredentialError } from '../credentials/credential-error.ts';
import { environmentName, OPTIONS, type OptionFlag, type OptionRow } from '../settings/options.ts';
import type { OptionTexts } from '../settings/read-options.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { quote, showInvisible } from '../text/clean.ts';
import { nearest } from '../text/nearest.ts';
import { describeUnforeseen } from './describe-unforeseen.ts';
import { EXIT, type ProcessEdge } from './edge.ts';
import { rememberGiven } from './remember-given.ts';
import { sandboxCommand } from './sandbox.ts';
import { serve } from './serve.ts';
import { specsCommand } from './specs.ts';

/** Runs the program. Never throws: every failure becomes a message on stderr and an exit code. */
export async function runProgram(edge: ProcessEdge): Promise<void> {
  rememberGiven(edge);
  try {
    const program = await buildProgram(edge);
    await program.parseAsync(edge.arguments, { from: 'user' });
  } catch (error) {
    edge.setExitCode(tellFailure(error, edge));
  }
}

/** The whole command line; what only the other commands need is loaded only for them. */
export async function buildProgram(edge: ProcessEdge): Promise<Command> {
  const program = new Command(packageJson.name)
    .description('Serves the administration API of OpenAI to an MCP client over stdin and stdout.')
    .version(packageJson.version, '-v, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .showSuggestionAfterError()
    .showHelpAfterError('Run npx openai-admin-mcp --help for every option.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(showInvisible(text)),
    })
    // Told as an unknown command, which is what it is.
    .allowExcessArguments()
    // The same option before and behind a command's name belongs to different programs.
    .enablePositionalOptions();
  for (const row of OPTIONS) program.addOption(toOption(row));
  program.addHelpText('after', HELP_AFTER);
  program.hook('preAction', (_, command) => refuseMisplacedOptions(program, command));
  program.action(async () => {
    const [word] = program.args;
    if (word !== undefined) throw new SettingsError([unknownCommand(word)]);
    if (edge.stdin.isTTY) edge.stderr.write(WAITING);
    await serve(edge, textsOf(program));
  });
  if (!startsServing(edge.arguments)) {
    const { authCommandFor } = await import('./auth-wiring.ts');
    const { secretsCommandFor } = await import('./secrets-wiring.ts');
    const { approveCommandFor } = await import('./approve-wiring.ts');
    const { auditCommand } = await import('./audit.ts');
    program.helpCommand('help [command]', 'Print help for a command.');
    program.addCommand(authCommandFor(edge));
    program.addCommand(secretsCommandFor(edge));
    program.addCommand(approveCommandFor(edge));
    program.addCommand(auditCommand(edge));
    program.addCommand(sandboxCommand(edge));
    program.addCommand(specsCommand(edge));
  }
  return program;
}

/** An option of serving in front of a command would be ignored, and the command act on the wrong profile. */
function refuseMisplacedOptions(program: Command, command: Command): void {
  const [flag] = command === program ? [] : Object.keys(textsOf(program));
  if (flag === undefined) return;
  throw new SettingsError([
    `--${flag} stands before a command: options go behind it, as in auth status --profile NAME.`,
  ]);
}

/** Serving has no command of its own: it is what a command line of options alone does. */
function startsServing(words: string[]): boolean {
  return !words.some((word) => word === '-h' || word === '--help' || COMMANDS.includes(word));
}

const COMMANDS = ['auth', 'secrets', 'approve', 'audit', 'sandbox', 'specs', 'help'];

function unknownCommand(word: string): string {
  const close = nearest(word, COMMANDS);
  return `There is no command ${quote(word)}.${close ? ` Did you mean ${close}?` : ''} Commands: ${COMMANDS.join(', ')}; without one the server starts.`;
}

const WAITING =
  'openai-admin-mcp waits for an MCP client on stdin. Run npx openai-admin-mcp --help to see what else it can do.\n';

const HELP_AFTER = `
Every option has a twin in the environment: --read-only is ${environmentName('read-only')}=true.
Of two settings that narrow what may be done, the stricter one counts.

Examples:
  openai-admin-mcp --sandbox                     try it without a key
  openai-admin-mcp auth login                    store an admin key in the keychain
  openai-admin-mcp --read-only --tags billing    costs and usage, nothing else
`;

function toOption(row: OptionRow): Option {
  if (row.kind === 'switch') return new Option(`--${row.flag}`, row.help);
  const option = new Option(`--${row.flag} <${row.value ?? 'VALUE'}>`, row.help);
  // Given twice, a list grows and anything else is an error: which one was meant cannot be known.
  return option.argParser((value, previous: string | undefined) => {
    if (previous === undefined) return value;
    if (row.kind === 'list') return `${previous},${value}`;
    throw new SettingsError([`--${row.flag}: given twice.`]);
  });
}

function textsOf(program: Command): OptionTexts {
  const given = program.opts<Record<string, string | boolean | undefined>>();
  const texts: OptionTexts = {};
  for (const { flag } of OPTIONS) {
    const value = given[attributeName(flag)];
    if (value !== undefined) texts[flag] = String(value);
  }
  return texts;
}

function attributeName(flag: OptionFlag): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Errors are told by their fields: those of commands that load later come from another copy of their class. */
function tellFailure(error: unknown, edge: ProcessEdge): number {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    edge.stderr.write(
      'A file of the program is missing: install it again, or in a clone run npm run build.\n',
    );
    return EXIT.internal;
  }
  const { name, message = '', code, exitCode, kind } = error as Partial<CommanderError & CredentialError>;
  if (code?.startsWith('commander.')) return exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (name === 'SpecError') {
    edge.stderr.write(`${showInvisible(message)}\n`);
    return EXIT.usage;
  }
  if (name === 'SettingsError') {
    edge.stderr.write(`${showInvisible(message)}\nRun npx openai-admin-mcp --help for every option.\n`);
    return EXIT.usage;
  }
  if (name === 'CredentialError') {
    edge.stderr.write(`${showInvisible(message)}\n`);
    return kind === 'bad_profile_name' ? EXIT.usage : EXIT.noCredential;
  }
  edge.stderr.write(
    `openai-admin-mcp failed: ${describeUnforeseen(error)}. Please report how to repeat it.\n`,
  );
  return EXIT.internal;
}
