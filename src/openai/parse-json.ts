/** Turns the bytes of an answer into a value that the rest of the program can trust not to hurt it. */

/** Deeper nesting than any answer of the API has; recursive code further on could otherwise run out of stack. */
export const MAX_DEPTH = 200;

/** JSON perhaps, and none that is read. The message goes on from "the answer cannot be used:". */
export class NestedTooDeep extends SyntaxError {
  constructor() {
    super(`it is nested deeper than ${MAX_DEPTH} levels`);
  }
}

/**
 * What may be a number that a double does not hold, as far as can be seen without knowing where strings are. What stands
 * before it is looked at behind its first sign, since looking back at every sign of a text takes twice the time.
 */
const LONG_NUMBER =
  /[-\d](?<=(?:^|[:,[\s])[-\d])(?:[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d{3,})(?=[\s,}\]]|$)/g;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Writes numbers that a double cannot hold to the last digit as strings. Only for text that is known to be valid
 * JSON. (Node 20 has no reviver that sees the source text.)
 */
function quoteUnsafeNumbers(text: string): string {
  return text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
}

/** Long decimals come all the time, and nearly all are doubles written out: the slow way is for the others. */
function holdsUnsafeNumber(text: string): boolean {
  if (text.search(LONG_NUMBER) === -1) return false;
  for (const [token] of text.matchAll(LONG_NUMBER)) if (!isExact(token)) return true;
  return false;
}

/** Whether the double is written with the same digits again. Fifteen of them always are. */
function isExact(token: string): boolean {
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  if (token.length <= 15 && !/e/i.test(token)) return true;
  if (/^-?\d+$/.test(token)) return Number.isSafeInteger(number);
  return digitsOf(String(number)) === digitsOf(token);
}

/** A decimal without what can be written in several ways: its digits, and the power of ten of the last one. */
function digitsOf(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = `${whole}${fraction}`.replace(/^-?0*/, '');
  let end = all.length;
  // A pattern for zeros at the end takes the square of the length.
  while (all[end - 1] === '0') end -= 1;
  const digits = all.slice(0, end);
  return digits === '' ? '0' : `${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`;
}

/** Drops `__proto__` members, which an assignment further on could turn into a prototype, and bounds the depth. */
function tame(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new NestedTooDeep();
  if (Array.isArray(value)) {
    for (const item of value) tame(item, depth + 1);
    return;
  }
  const members = value as Record<string, unknown>;
  for (const name in members) {
    if (name === '__proto__') delete members[name];
    else tame(members[name], depth + 1);
  }
}

/**
 * Parses UTF-8 JSON (a byte order mark is skipped, invalid bytes become U+FFFD). Numbers that a
 * double cannot hold to the last digit stay exact as strings.
 * @throws {Error} when the text is not JSON, or is nested absurdly deep (NestedTooDeep)
 */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  return parseText(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, 1);
}

/** The same for a text. @param depth how deep its value is nested; 1 is a whole document */
export function parseText(text: string, depth: number): unknown {
  let value: unknown = JSON.parse(text);
  if (holdsUnsafeNumber(text)) value = JSON.parse(quoteUnsafeNumbers(text));
  if (mayBeWild(text, depth)) tame(value, depth);
  return value;
}

/** Most answers have neither the name, plain or escaped, nor as many containers as a deep one has: nothing in them is walked through. */
function mayBeWild(text: string, depth: number): boolean {
  if (text.includes('__proto__') || text.includes('\\u')) return true;
  let left = MAX_DEPTH - depth;
  for (const sign of ['{', '[']) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      left -= 1;
      if (left < 0) return true;
    }
  }
  return false;
}
