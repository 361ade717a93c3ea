/** `openai-admin-mcp auth`: the keys that the server uses. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addAuthLogin } from './auth-login.ts';
import { addAuthLogout } from './auth-logout.ts';
import { addAuthStatus } from './auth-status.ts';
import { type Probe, probeFor } from './probe-key.ts';

export function addAuth(program: Command, context: ProcessContext, probe: Probe = probeFor(context)): void {
  const auth = program
    .command('auth')
    .description('Store, show and remove the OpenAI keys that the server uses.');
  addAuthLogin(auth, context, probe);
  addAuthStatus(auth, context);
  addAuthLogout(auth, context);
}
