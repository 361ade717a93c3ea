/** The secrets and the ways of writing them that the tests of the filter share. */
import fc from 'fast-check';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'];

const random = (minLength: number, maxLength: number, unit: string[] = LETTERS) =>
  fc.string({ unit: fc.constantFrom(...unit), minLength, maxLength });

/** Keys as OpenAI makes them, keys as people break them, passwords of proxies. */
export const SECRET = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('sk-', 'sk-admin-', 'sk-proj-', 'sk-svcacct-'), random(20, 160))
      .map((two) => two.join('')),
    random(24, 48, LETTERS.slice(0, 62)).map((text) => `whsec_${text}`),
    random(12, 60, [...LETTERS, ...'"\'\\/<>&%+ =?#@:;{}$`']).map((text) => `p${text}w`),
    random(12, 40, [...'абвгдежзиклмнопрстуфхцчшэюя🐤é', ...LETTERS.slice(0, 20)]),
  )
  .filter((secret) => secret.trim() === secret)
  // fast-check likes names of members of objects. Twenty letters that two secrets share count as a part of either.
  .filter((secret) => !secret.includes('propertyIsEnumerable'));

/** Each of these is cleaned, not dropped. */
export const ENCODINGS: Record<string, (secret: string) => string> = {
  'as it is': (secret) => secret,
  'in JSON': (secret) => inJson(secret),
  'in JSON in JSON': (secret) => inJson(inJson(secret)),
  'in JSON in JSON in JSON': (secret) => inJson(inJson(inJson(secret))),
  'in a URL': (secret) => encodeURIComponent(secret),
  'in a URL, in small letters': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
  'in hex': (secret) => Buffer.from(secret).toString('hex'),
  'as a Buffer prints it': (secret) =>
    Buffer.from(secret)
      .toString('hex')
      .replace(/..(?=.)/g, '$& '),
  'in capital hex': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 behind one byte': (secret) => Buffer.from(`:${secret}`).toString('base64'),
  'in base64 behind two bytes': (secret) => Buffer.from(`a:${secret}`).toString('base64'),
  'in base64 between others': (secret) => Buffer.from(`user:${secret}:and more`).toString('base64'),
  'in base64url': (secret) => Buffer.from(`user:${secret}`).toString('base64url'),
  'in small letters': (secret) => secret.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
};

/** What gives a secret away only once it is undone. */
export const DISGUISES: Record<string, (secret: string) => string> = {
  'percent-encoded letter by letter': (secret) => octets(secret, '%'),
  'percent-encoded twice': (secret) => encodeURIComponent(octets(secret, '%')),
  'as \\u escapes': (secret) => codes(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'as \\u escapes in JSON': (secret) =>
    inJson(codes(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`)),
  'as \\x escapes': (secret) => octets(secret, '\\x'),
  'as HTML entities': (secret) => codes(secret, (code) => `&#${code};`),
  'as HTML entities in hex': (secret) => codes(secret, (code) => `&#x${code.toString(16)};`),
};

export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function octets(text: string, sign: string): string {
  return [...Buffer.from(text)].map((byte) => sign + byte.toString(16).padStart(2, '0')).join('');
}

function codes(text: string, write: (code: number) => string): string {
  return text
    .split('')
    .map((unit) => write(unit.charCodeAt(0)))
    .join('');
}
