/** Owns the `secrets` command line: its subcommands, their options and help. */
import { Command } from 'commander';
import { type CopyOptions, copySecret } from './secrets-copy.ts';
import { runSecretsCommand, type SecretsEdge } from './secrets-edge.ts';
import { type ForgetOptions, forgetSecret } from './secrets-forget.ts';
import { type ListOptions, listSecrets } from './secrets-list.ts';
import { type ShowOptions, showSecret } from './secrets-show.ts';

const profileText = 'Only secrets made with this profile.';

/**
 * The `secrets` command, to be added to the program. Wrong usage throws a CommanderError or SettingsError;
 * everything else ends with `edge.setExitCode`: 0 done, 2 no such secret, 3 it cannot be had, 6 timed out.
 */
export function secretsCommand(edge: SecretsEdge): Command {
  const secrets = new Command('secrets')
    .description('Show, copy and forget the secrets that tools have made.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(text),
    });

  secrets
    .command('list')
    .description('List every kept secret by id and fingerprint, and what a crash left unfinished.')
    .option('--profile <name>', profileText)
    .option('--json', 'Print JSON.')
    .action((options: ListOptions) => runSecretsCommand(edge, (opened) => listSecrets(opened, options)));

  secrets
    .command('show <id>')
    .description('Print a secret, e.g. secrets show key_abc | gh secret set OPENAI_API_KEY.')
    .option('--profile <name>', profileText)
    .action((id: string, options: ShowOptions) =>
      runSecretsCommand(edge, (opened) => showSecret(opened, id, options)),
    );

  secrets
    .command('copy-to <id> <place>')
    .description('Store a secret in one more place: keychain, file:FOLDER or command:NAME.')
    .option('--profile <name>', profileText)
    .action((id: string, place: string, options: CopyOptions) =>
      runSecretsCommand(edge, (opened) => copySecret(opened, id, place, options)),
    );

  secrets
    .command('forget <id>')
    .description('Remove a secret from the keychain and the list, or an unfinished entry by its name.')
    .option('--profile <name>', profileText)
    .action((id: string, options: ForgetOptions) =>
      runSecretsCommand(edge, (opened) => forgetSecret(opened, id, options)),
    );

  return secrets;
}
