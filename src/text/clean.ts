/** Making text that other people wrote safe to show: nothing invisible, nothing that rewrites a line, no floods. */

/**
 * Characters without a visible shape, or which change how their neighbours are shown: C0 (but tab and line
 * breaks) and C1 controls, soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator, zero-width and
 * bidi marks, line and paragraph separators, invisible operators, shorthand controls, byte order mark, variation
 * selectors, tags, lone surrogates.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ufe00-\ufe0f]|[\u180b-\u180d\u180f]|\u034f|[\ud800-\udfff]/gu;

/** More marks on one letter than any script writes; a thousand of them paint over the lines around. */
const FLOOD = /(\p{M}{4})(\p{M}+)/gu;

/** Most text is plain, and telling so is quick. */
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/** A string in a result that is longer than this is cut: about 4,000 tokens. */
const MAX_STRING_LENGTH = 16_000;

/** Names inside our own sentences. */
const MAX_NAME_LENGTH = 80;

/**
 * The text with every invisible character written out as `\u{hex}`, and with at most four marks on a letter. Never
 * shorter than it has to be: see `boundedText` for that.
 */
export function showInvisible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(FLOOD, (_, kept: string, rest: string) => `${kept}[cut: ${countCharacters(rest)} marks]`);
}

/** Foreign text as a value of its own: everything visible, cut at `limit` characters with a word on what is missing. */
export function boundedText(text: string, limit = MAX_STRING_LENGTH): string {
  const shown = showInvisible(text);
  if (shown.length <= limit) return shown;
  const kept = startOf(shown, limit);
  const total = countCharacters(shown);
  return `${kept}... [cut: ${grouped(total - countCharacters(kept))} of ${grouped(total)} characters]`;
}

/** Foreign text for one of our own lines: visible, without line breaks, at most `limit` characters. */
export function oneLine(text: string, limit = MAX_NAME_LENGTH): string {
  const line = showInvisible(text).replace(/\s+/g, ' ');
  return line.length > limit ? `${startOf(line, limit)}...` : line;
}

/** The same in quotes, for use inside a sentence. */
export function quote(text: string, limit = MAX_NAME_LENGTH): string {
  return JSON.stringify(oneLine(text, limit));
}

/** At most `limit` UTF-16 units, with no character cut in two. */
function startOf(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

function countCharacters(text: string): number {
  return text.length - (text.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
