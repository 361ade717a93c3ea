/** Owns making text that other people wrote safe to show: nothing invisible, nothing that rewrites a line. */

/**
 * Characters without a visible shape, or which change how their neighbours are shown: C0 (but tab and line
 * breaks) and C1 controls, soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator, zero-width and
 * bidi marks, line and paragraph separators, invisible operators, shorthand controls, byte order mark, variation
 * selectors, tags, lone surrogates.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ufe00-\ufe0f]|[\u180b-\u180d\u180f]|\u034f|[\ud800-\udfff]/gu;

/** The text with every invisible character written out as `\u{hex}`. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Foreign text for use inside one of our own sentences: one visible line in quotes, at most `limit` characters. */
export function quote(text: string, limit = 80): string {
  const oneLine = showInvisible(text).replace(/\s+/g, ' ');
  const cut = oneLine.length > limit ? `${oneLine.slice(0, limit)}...` : oneLine;
  return JSON.stringify(cut);
}
