// Owns the `auth` command line: its subcommands, their options and help.
import { Command } from 'commander';
import { showInvisible } from '../text/clean.ts';
import { type AuthEdge, runAuthCommand } from './auth-edge.ts';
import { type LoginOptions, login } from './auth-login.ts';
import { type LogoutOptions, logout } from './auth-logout.ts';
import { type StatusOptions, status } from './auth-status.ts';

const profileText = 'Name of the stored set of keys (default: "default").';

/**
 * The `auth` command, to be added to the program. Wrong usage throws a CommanderError; everything else ends with
 * `edge.setExitCode`: 0 done, 2 wrong usage, 3 no usable credential, 5 OpenAI refused, 6 timed out, 130 interrupted.
 */
export function authCommand(edge: AuthEdge): Command {
  const auth = new Command('auth')
    .description('Store, show and remove the OpenAI keys that the server uses.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(showInvisible(text)),
    });

  auth
    .command('login')
    .description("Put a key into the operating system's keychain; its class shows in the key itself.")
    .option('--profile <name>', profileText)
    .option(
      '--project <id>',
      'The project that this API key belongs to; without it, the default project key.',
    )
    .option('--stdin', 'Read the key from standard input instead of asking for it.')
    .option('--offline', 'Store the key without asking OpenAI what it can do.')
    .action((options: LoginOptions) => runAuthCommand(edge, (store) => login(edge, store, options)));

  auth
    .command('status')
    .description('Show every known key by fingerprint, its source, and whether it can be read now.')
    .option('--profile <name>', 'Only this stored set of keys.')
    .option('--key-file <path>', 'Include the keys of this file.')
    .option('--json', 'Print JSON.')
    .action((options: StatusOptions) => runAuthCommand(edge, (store) => status(edge, store, options)));

  auth
    .command('logout')
    .description('Remove the keys of a profile from the keychain.')
    .option('--profile <name>', profileText)
    .option('--project <id>', 'Only the key of this project.')
    .option('--all', 'Every key of every profile.')
    .action((options: LogoutOptions) => runAuthCommand(edge, (store) => logout(edge, store, options)));

  return auth;
}
