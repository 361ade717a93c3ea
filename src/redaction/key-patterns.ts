/** What looks like a key or a token that this process has not seen. */
import type { Span } from './find-secrets.ts';
import { isMadeOfWords } from './words.ts';

/**
 * `sk-` where a word begins, then a class and 16 characters, or up to three short words and 16 letters and digits.
 * Escapes end in a letter too, so a key behind a written-out line break still begins a word. What may stand before
 * is looked at last: first, it would make every character of a text a candidate.
 */
const KEY =
  /sk-(?<=(?<![A-Za-z0-9])sk-|(?:\\[bfnrt]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})sk-)(?:(?:admin|proj|svcacct)-[\w-]{16}|(?:\w{1,16}-){0,3}(?=\w{0,63}[A-Z0-9])[A-Za-z0-9]{16})[\w-]*/g;

/** Nobody names a thing so: whatever stands behind a class is taken for chance. */
const HAS_CLASS = /^sk-(?:admin|proj|svcacct)-/;

const WEBHOOK_SECRET = /whsec_[\w+/=-]{16,}/g;

/** A word of a sentence has no digit; "Basic" and "Bearer" begin ordinary names too. */
const BEARER = /\b(?:[Bb]earer|BEARER)(?:[ \t]|%20)+(?=[\w.~+/-]*[\d=])([\w.~+/-]{16,}={0,2})/g;
const BASIC = /\b(?:[Bb]asic|BASIC)(?:[ \t]|%20)+(?=[\w+/-]*[\d=])([\w+/-]{16,}={0,2})/g;

const AUTHORIZATION = '\\b(?:[Aa]uthorization|AUTHORIZATION)\\W{1,12}';
const BEARER_HEADER = new RegExp(`${AUTHORIZATION}bearer(?:\\s|%20)+([\\w.~+/=-]+)`, 'gi');
const BASIC_HEADER = new RegExp(`${AUTHORIZATION}basic(?:\\s|%20)+([\\w.~+/=-]+)`, 'gi');

/** Each with what else a text has to have: a name of the same form is none of them. */
const PATTERNS: [RegExp, (token: string) => boolean][] = [
  [KEY, (key) => HAS_CLASS.test(key) || !isMadeOfWords(key.slice('sk-'.length), 2)],
  [WEBHOOK_SECRET, (secret) => !isMadeOfWords(secret.slice('whsec_'.length), 2)],
  [BEARER, (token) => !isMadeOfWords(token)],
  [BASIC, isNameAndPassword],
  [BEARER_HEADER, () => true],
  [BASIC_HEADER, isNameAndPassword],
];

/** Where such texts stand. `except` holds values that may be shown. */
export function findKeys(text: string, except?: ReadonlySet<string>): Span[] {
  const found: Span[] = [];
  for (const [pattern, isKey] of PATTERNS) {
    // Most texts have none, and `matchAll` takes a copy of the pattern first.
    if (text.search(pattern) === -1) continue;
    for (const match of text.matchAll(pattern)) {
      const token = match[1] ?? match[0];
      const end = match.index + match[0].length;
      if (isKey(token) && !mayStay(token, except)) found.push({ start: end - token.length, end });
    }
  }
  return found;
}

/** Base64 of a name, a colon and a password, as RFC 7617 has it. */
function isNameAndPassword(token: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not text is no name
  return /^[^\u0000-\u001f\u007f:]*:[^\u0000-\u001f\u007f]*$/.test(
    Buffer.from(token, 'base64').toString('latin1'),
  );
}

function mayStay(key: string, except: ReadonlySet<string> | undefined): boolean {
  if (except === undefined) return false;
  return [...except].some((value) => value.includes(key));
}
