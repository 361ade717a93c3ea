/** `openai-admin-mcp secrets`: the secrets that tools have made. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addSecretsCopyTo } from './secrets-copy-to.ts';
import { addSecretsForget } from './secrets-forget.ts';
import { addSecretsList } from './secrets-list.ts';
import { addSecretsShow } from './secrets-show.ts';

export function addSecrets(program: Command, context: ProcessContext): void {
  const secrets = program
    .command('secrets')
    .description('Show, copy and forget the secrets that tools have made.');
  addSecretsList(secrets, context);
  addSecretsShow(secrets, context);
  addSecretsCopyTo(secrets, context);
  addSecretsForget(secrets, context);
}
