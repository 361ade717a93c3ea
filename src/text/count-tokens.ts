/** How many tokens a text is for a model: no fewer than o200k counts, in whatever language or script, but for 1% in long runs without a break. */

export type CountTokens = (text: string) => number;

/**
 * So many of o200k's 199,998 tokens are here, in the order in which they were learnt: half the download. Each is joined
 * from two that were learnt before it, so without the later ones the joining only stops earlier, and no count is lower.
 */
export const KNOWN_TOKENS = 100_000;

/** The pieces in which nothing is joined across: OpenAI's tiktoken, `o200k_base`. */
const ENDING = "(?:'(?:[sSdDmMtT]|[rR][eE]|[vV][eE]|[lL][lL]))?";
const CAPITAL = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const SMALL = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const PIECES = new RegExp(
  [
    String.raw`[^\r\n\p{L}\p{N}]?${CAPITAL}*${SMALL}+${ENDING}`,
    String.raw`[^\r\n\p{L}\p{N}]?${CAPITAL}+${SMALL}*${ENDING}`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
    String.raw`\s*[\r\n]+`,
    String.raw`\s+(?!\S)`,
    String.raw`\s+`,
  ].join('|'),
  'gu',
);

/** A longer piece is counted in parts: joining takes the square of the length. */
const LONGEST_PIECE = 128;

/** Answers repeat themselves: names of members, beginnings of IDs, signs. */
const MAX_KNOWN = 10_000;
const LONGEST_KNOWN = 16;

/** So much of a text at a time, since a pattern that has to go back over millions of letters fails. */
const STEP = 65_536;

/**
 * @param tokens each behind its length in one byte
 * @throws {RangeError} when these are not all
 */
export function tokenCounter(tokens: Uint8Array): CountTokens {
  const ranks = new Ranks(tokens);
  const known = new Map<string, number>();
  const countPiece = (piece: string) => {
    const bytes = Buffer.from(piece);
    let count = 0;
    for (let from = 0; from < bytes.length; from += LONGEST_PIECE)
      count += countJoined(bytes.subarray(from, from + LONGEST_PIECE), ranks);
    if (known.size >= MAX_KNOWN) known.clear();
    if (piece.length <= LONGEST_KNOWN) known.set(piece, count);
    return count;
  };
  return (text) => {
    let count = 0;
    for (let start = 0; start < text.length; start += STEP) {
      for (const [piece] of text.slice(start, start + STEP).matchAll(PIECES))
        count += known.get(piece) ?? countPiece(piece);
    }
    return count;
  };
}

/** Joins the two neighbours whose token was learnt first, until no two are one. */
function countJoined(piece: Uint8Array, ranks: Ranks): number {
  if (ranks.of(piece, 0, piece.length) !== UNKNOWN) return 1;
  const starts = Array.from({ length: piece.length + 1 }, (_, index) => index);
  const joined = (index: number) => ranks.of(piece, starts[index], starts[index + 2]);
  const rankOf = starts.map((_, index) => joined(index));
  for (;;) {
    let first = 0;
    for (let index = 1; index < rankOf.length; index += 1)
      if ((rankOf[index] ?? UNKNOWN) < (rankOf[first] ?? UNKNOWN)) first = index;
    if (rankOf[first] === UNKNOWN) return starts.length - 1;
    starts.splice(first + 1, 1);
    rankOf.splice(first + 1, 1);
    rankOf[first] = joined(first);
    if (first > 0) rankOf[first - 1] = joined(first - 1);
  }
}

const UNKNOWN = Number.POSITIVE_INFINITY;

/** Twice the tokens and more, and a power of two. */
const SLOTS = 1 << 18;

/** Finds a token's rank by its bytes: a table of places in the file, which stand in the order of the ranks. */
class Ranks {
  readonly #tokens: Uint8Array;
  readonly #places = new Uint32Array(SLOTS);

  constructor(tokens: Uint8Array) {
    this.#tokens = tokens;
    let [count, at] = [0, 0];
    for (; at < tokens.length; count += 1) {
      const start = at + 1;
      at = start + (tokens[at] ?? 0);
      let slot = slotOf(tokens, start, at);
      while (this.#places[slot] !== 0) slot = (slot + 1) % SLOTS;
      this.#places[slot] = start;
    }
    if (count !== KNOWN_TOKENS || at !== tokens.length)
      throw new RangeError(`${count} tokens, the last one cut`);
  }

  of(bytes: Uint8Array, start: number | undefined, end: number | undefined): number {
    if (start === undefined || end === undefined) return UNKNOWN;
    for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) % SLOTS) {
      const place = this.#places[slot] ?? 0;
      if (place === 0) return UNKNOWN;
      if (this.#isAt(place, bytes, start, end)) return place;
    }
  }

  #isAt(place: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#tokens[place - 1] !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#tokens[place + at - start] !== bytes[at]) return false;
    return true;
  }
}

/** FNV-1a. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
