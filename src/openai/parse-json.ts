/** Turns the bytes of an answer into a value that the rest of the program can trust not to hurt it. */

/** Deeper nesting than any answer of the API has; recursive code further on could otherwise run out of stack. */
const MAX_DEPTH = 200;

// Costs hold long decimals all the time, so the slow path is taken only for a long integer.
const LONG_INTEGER = /(?:^|[:,[\s])-?\d{16,}(?=[\s,}\]]|$)/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Writes integers that a double cannot hold as strings. Only for text that is known to be valid JSON. (Node 20
 * has no reviver that sees the source text.)
 */
function quoteUnsafeIntegers(text: string): string {
  return text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || /[.eE]/.test(token) || Number.isSafeInteger(Number(token))
      ? token
      : `"${token}"`,
  );
}

/** Drops `__proto__` members, which an assignment further on could turn into a prototype, and bounds the depth. */
function tame(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`);
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
 * Parses UTF-8 JSON (a byte order mark is skipped, invalid bytes become U+FFFD). Integers beyond 2^53 stay exact
 * as strings.
 * @throws {Error} when the text is not JSON or is nested absurdly deep.
 */
export function parseJson(bytes: Buffer): unknown {
  let text = bytes.toString('utf8');
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  let value: unknown = JSON.parse(text);
  if (LONG_INTEGER.test(text)) value = JSON.parse(quoteUnsafeIntegers(text));
  tame(value, 1);
  return value;
}
