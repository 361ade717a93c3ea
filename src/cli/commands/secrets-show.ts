/** `secrets show`: the value alone on stdout, made to be piped. */
import type { Command } from 'commander';
import { openState } from '../../compose/open-state.ts';
import { revealSecret } from '../../redaction/known-secrets.ts';
import { readStoredSecret } from '../../sinks/read-secret.ts';
import type { ProcessContext } from '../process-context.ts';
import { findSecret, OF_PROFILE_HELP, type OfProfile, profileOf } from './find-secret.ts';
import { withKeychain } from './with-keychain.ts';

export function addSecretsShow(secrets: Command, context: ProcessContext): void {
  secrets
    .command('show <id>')
    .description('Print a secret, e.g. secrets show key_abc | gh secret set OPENAI_API_KEY.')
    .option('--profile <name>', OF_PROFILE_HELP)
    .action((id: string, options: OfProfile) => showSecret(context, id, options));
}

/** Without a line end unless a person reads it: a program behind a pipe would take that for a part of the secret. */
async function showSecret(context: ProcessContext, id: string, options: OfProfile): Promise<void> {
  const { host, stdout } = context;
  const secret = findSecret(openState(host, context), id, profileOf(context, options));
  const value = await withKeychain(context, (openKeychain) => readStoredSecret(secret, openKeychain));
  revealSecret(value);
  stdout.write(stdout.isTTY ? `${value}\n` : value);
}
