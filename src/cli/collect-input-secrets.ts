/** Which secrets the command line and the environment hold, fit for use or not, for the filter at the way out. */
import type { Environment } from '../host/host.ts';
import { isUnfilled } from '../host/unfilled.ts';
import { rememberSecret } from '../redaction/known-secrets.ts';

const KEYS = ['OPENAI_ADMIN_KEY', 'OPENAI_API_KEY'];
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** A key in the wrong place: with its class in its name, or with something no word has. */
const MISPLACED_KEY =
  /(?<![A-Za-z0-9])sk-(?:(?:admin|proj|svcacct)-[\s\S]{8}|(?=[\s\S]*[A-Z0-9])[\s\S]{16})[\s\S]*/;

/** Keys that cannot be used are secrets too: people paste them broken, and where none belongs. */
export function collectInputSecrets(words: readonly string[], environment: Environment): void {
  for (const name of KEYS) {
    const value = environment[name] ?? '';
    if (!isUnfilled(value)) rememberSecret(value);
  }
  for (const name of PROXIES) rememberPassword(environment[name] ?? '');
  const ours = Object.entries(environment).filter(([name]) => name.startsWith('OPENAI_'));
  for (const text of [...words, ...ours.map(([, value]) => value ?? '')]) {
    rememberPassword(text);
    const [key] = MISPLACED_KEY.exec(text) ?? [];
    // What follows a user name is a host, which is no secret.
    if (key !== undefined) rememberSecret(text.includes('://') ? (key.split(/[@/?#]/)[0] ?? '') : key);
  }
}

/** What stands before the @ of a URL, as it is written there and as it is meant. */
function rememberPassword(url: string): void {
  const [, user = '', password = ''] = /:\/\/([^/?#:]*):([^/?#]*)@/.exec(url) ?? [];
  if (password === '') return;
  for (const written of [password, `${user}:${password}`]) {
    rememberSecret(written);
    try {
      rememberSecret(decodeURIComponent(written));
    } catch {
      // Not percent-encoded after all, so the first spelling is the only one.
    }
  }
}
