/**
 * How many tokens a text is for a model: on what the API answers no fewer than o200k counts, and at most a quarter more.
 * Words of other languages than English take up to twice what is counted.
 */

/** Random IDs, words, numbers, other scripts, joints of names, and the signs of JSON. */
const PIECES =
  /(?=[a-zA-Z0-9]*\d)(?=[a-zA-Z0-9]*[a-zA-Z])[a-zA-Z0-9]{8,}|(?=[a-z]*[A-Z])(?=[A-Z]*[a-z])[a-zA-Z]{16,}|[a-z]+|[A-Z]+[a-z]*|\d+|[^\p{ASCII}]+|([._ -](?=[a-zA-Z]))|[!-/:-@[-`{-~]+|\s+/gu;

/** Fitted to the lists of the sandbox with the real tokenizer, which would be 2 MB; the test holds them together. */
const WEIGHTS = {
  shortWord: 1.28,
  word: 0.935,
  digits: 1.03,
  joint: 0.09,
  sign: 1.6,
  longWord: 0.13,
  id: 0.72,
  noWord: 0.66,
};

/** Longer runs of letters are random, or a script without blanks. */
const LONGEST_WORD = 16;

/** An upper estimate, in time that grows with the length. */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const [piece, joint] of text.matchAll(PIECES))
    tokens += joint === undefined ? weightOf(piece) : WEIGHTS.joint;
  return Math.ceil(tokens);
}

function weightOf(piece: string): number {
  const { length } = piece;
  if (/^\d+$/.test(piece)) return Math.ceil(length / 3) * WEIGHTS.digits;
  if (/\d/.test(piece)) return length * WEIGHTS.id;
  if (/^[^\p{ASCII}]/u.test(piece)) return otherScriptWeight(piece);
  if (/[a-z][A-Z]/.test(piece)) return length;
  if (/^[a-zA-Z]/.test(piece)) {
    if (length <= 3) return WEIGHTS.shortWord;
    if (/^[A-Z]{4}/.test(piece)) return length * WEIGHTS.noWord;
    if (length > LONGEST_WORD) return length * WEIGHTS.noWord;
    return length <= 8 ? WEIGHTS.word : length * WEIGHTS.longWord;
  }
  // Escapes are a token for nearly every sign.
  if (piece.includes('\\')) return length;
  return signsWeight(piece.replace(SAME_SIGN, '').length) + sameSignsWeight(piece);
}

/** Measured: a token for two bytes of the scripts that the vocabulary knows well, and for nearly each byte of others. */
function otherScriptWeight(piece: string): number {
  const known = Buffer.byteLength(piece.replace(UNKNOWN_SCRIPTS, ''));
  const letters = Buffer.byteLength(piece.replace(/[^\p{L}\p{M}]+/gu, '')) - known;
  return known / 2 + letters * 0.8 + (Buffer.byteLength(piece) - known - letters);
}

const UNKNOWN_SCRIPTS =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}]+/gu;

/** Of these a token can be a whole line, of others two. */
const LINES = /^[*=_#.~+%/\s-]/;
const SAME_SIGN = /([\s\S])\1{6,}/g;

function signsWeight(length: number): number {
  if (length === 0) return 0;
  return length <= 3 ? WEIGHTS.sign : length * (length <= 6 ? WEIGHTS.sign / 3 : 0.8);
}

function sameSignsWeight(piece: string): number {
  const runs = piece.match(SAME_SIGN) ?? [];
  return runs.reduce((tokens, run) => tokens + 1 + run.length / (LINES.test(run) ? 8 : 2), 0);
}
