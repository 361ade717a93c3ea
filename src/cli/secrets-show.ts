/** Owns `secrets show`: the value alone on stdout, made to be piped. */
import { revealSecret } from '../redaction/known-secrets.ts';
import { readStoredSecret } from '../sinks/read-secret.ts';
import type { SecretsEdge } from './secrets-edge.ts';
import { findSecret } from './secrets-find.ts';

export type ShowOptions = { profile?: string };

/** Without a line end unless a person reads it: a program behind a pipe would take that for a part of the secret. */
export async function showSecret(edge: SecretsEdge, id: string, options: ShowOptions): Promise<void> {
  const secret = findSecret(edge, id, options.profile);
  const value = await readStoredSecret(secret, edge.openKeychain);
  revealSecret(value);
  edge.stdout.write(edge.stdout.isTTY ? `${value}\n` : value);
}
