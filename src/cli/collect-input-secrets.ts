/** Which secrets the command line and the environment hold, fit for use or not, for the filter at the way out. */
import type { Environment } from '../host/host.ts';
import { isUnfilled } from '../host/unfilled.ts';
import { rememberSecret, rememberWhole } from '../redaction/known-secrets.ts';
import { isMadeOfWords } from '../redaction/words.ts';

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

/** Shorter than this, a password may well be part of an ordinary text. */
const LEAST_UNLIKELY = 12;

/**
 * What stands before the @ of a URL, as it is written there and as it is meant. A password that may be an ordinary
 * word is a secret beside its user name only: looked for alone, `organization` would go from every text.
 */
function rememberPassword(url: string): void {
  const [, user = '', password = ''] = /:\/\/([^/?#:]*):([^/?#]*)@/.exec(url) ?? [];
  if (password === '') return;
  for (const read of [(text: string) => text, decodeURIComponent]) {
    try {
      const [name, word] = [read(user), read(password)];
      if (word.length >= LEAST_UNLIKELY && !isMadeOfWords(word)) {
        rememberSecret(word);
        rememberSecret(`${name}:${word}`);
      } else {
        rememberWhole(name === '' ? `:${word}@` : `${name}:${word}`);
      }
    } catch {
      // Not percent-encoded after all, so the first spelling is the only one.
    }
  }
}
