/** What a key looks like: its class by prefix, and the shape outside of which nothing is ever sent. */
import type { KeyClass } from '../model/key-place.ts';
import { rememberSecret } from '../redaction/known-secrets.ts';
import { CredentialError } from './credential-error.ts';
import { Secret } from './secret.ts';

/**
 * One line of visible ASCII. A key with a line break would be quoted whole by the error of the header it
 * should go into, so it is refused here, unseen.
 */
const KEY_SHAPE = /^sk-[\x21-\x7e]{16,512}$/;

const ADMIN_PREFIX = 'sk-admin-';

/**
 * Checks the shape of a key and tells its class. Whitespace around it is dropped, as the official SDK does.
 * @param origin where the key came from, in words that end a sentence: "OPENAI_ADMIN_KEY"
 * @throws CredentialError `malformed_key`, which says nothing about the value but its faults
 */
export function parseKey(text: string, origin: string): { secret: Secret; keyClass: KeyClass } {
  const value = text.trim();
  // A broken key is a secret too.
  rememberSecret(value);
  if (!KEY_SHAPE.test(value)) {
    throw new CredentialError(
      'malformed_key',
      `The key from ${origin} cannot be an OpenAI key: ${shapeFault(value)}. Copy it again from platform.openai.com, whole and on one line.`,
    );
  }
  // `sk-proj-`, `sk-svcacct-` and the older keys without a class in their name all act inside a project.
  return { secret: new Secret(value), keyClass: value.startsWith(ADMIN_PREFIX) ? 'admin' : 'project' };
}

function shapeFault(value: string): string {
  if (value === '') return 'it is empty';
  if (/[\r\n]/.test(value)) return 'there is a line break in it';
  if (!value.startsWith('sk-')) return 'it does not start with sk-';
  if (/[^\x21-\x7e]/.test(value)) return 'there are spaces or characters other than plain ASCII in it';
  return value.length < 19 ? 'it is too short' : 'it is too long';
}
