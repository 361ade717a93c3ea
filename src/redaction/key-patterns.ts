/** What looks like a key or a token that this process has not seen. */
import type { Span } from './find-secrets.ts';

/**
 * `sk-` where a word begins, then a class and 16 characters, or up to three short words and 16 letters and digits.
 * Escapes end in a letter too, so a key behind a written-out line break still begins a word. What may stand before
 * is looked at last: first, it would make every character of a text a candidate.
 */
const KEY =
  /sk-(?<=(?<![A-Za-z0-9])sk-|(?:\\[bfnrt]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})sk-)(?:(?:admin|proj|svcacct)-[\w-]{16}|(?:\w{1,16}-){0,3}(?=\w{0,63}[A-Z0-9])[A-Za-z0-9]{16})[\w-]*/g;

const WEBHOOK_SECRET = /whsec_[\w+/=-]{16,}/g;

/** A word of a sentence has no digit; "Basic" and "Bearer" begin ordinary names too. */
const TOKEN = /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)(?:[ \t]|%20)+(?=[\w.~+/-]*[\d=])([\w.~+/-]{16,}={0,2})/g;

const AUTHORIZATION =
  /\b(?:[Aa]uthorization|AUTHORIZATION)\W{1,12}(?:bearer|basic)(?:\s|%20)+([\w.~+/=-]+)/gi;

/** Where such texts stand. `except` holds values that may be shown. */
export function findKeys(text: string, except?: ReadonlySet<string>): Span[] {
  const found: Span[] = [];
  for (const pattern of [KEY, WEBHOOK_SECRET, TOKEN, AUTHORIZATION]) {
    for (const match of text.matchAll(pattern)) {
      const token = match[1] ?? match[0];
      const end = match.index + match[0].length;
      if (!mayStay(token, except)) found.push({ start: end - token.length, end });
    }
  }
  return found;
}

function mayStay(key: string, except: ReadonlySet<string> | undefined): boolean {
  if (except === undefined) return false;
  return [...except].some((value) => value.includes(key));
}
