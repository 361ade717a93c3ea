/** Finding known secrets in a text of any size in one pass, in every spelling and whatever the case. */
import { type Spelling, spellingsOf } from './encodings.ts';

/** From `start` up to, not including, `end`. */
export type Span = { start: number; end: number };

/** Characters that are looked at together. */
const GRAM = 4;

const HASHES = 1 << 16;

/** Where a gram stands in which spelling. Where it is one letter four times, all that is of this letter is its stretch. */
type Position = { spelling: Spelling; at: number; stretch: Span };

/**
 * All grams of all spellings. A part that counts as found is at least `stride + 3` long, so looking at every
 * stride-th gram of a text cannot miss it.
 */
export type SecretIndex = { stride: number; mayOccur: Uint8Array; positions: Map<number, Position[]> };

export function emptyIndex(): SecretIndex {
  return { stride: Number.POSITIVE_INFINITY, mayOccur: new Uint8Array(HASHES), positions: new Map() };
}

/** Costs a fraction of a millisecond for each secret. */
export function addSecret(index: SecretIndex, secret: string, onlyWhole: boolean): void {
  const { mayOccur, positions } = index;
  for (const spelling of spellingsOf(secret, onlyWhole)) {
    index.stride = Math.min(index.stride, spelling.least - GRAM + 1);
    for (let at = 0; at + GRAM <= spelling.text.length; at += 1) {
      const hash = hashAt(spelling.text, at);
      mayOccur[hash] = 1;
      const position = { spelling, at, stretch: stretchAround(spelling.text, at) };
      const same = positions.get(hash);
      if (same) same.push(position);
      else positions.set(hash, [position]);
    }
  }
}

/** The places of secrets and of large parts of them, in order; those of secrets in `except` are left out. */
export function findSecrets(text: string, index: SecretIndex, except?: ReadonlySet<string>): Span[] {
  const { stride, mayOccur, positions } = index;
  const found: Span[] = [];
  if (positions.size === 0) return found;
  const last = text.length - GRAM;
  for (let at = 0; at <= last; ) {
    const hash = hashAt(text, at);
    const span = mayOccur[hash] === 0 ? undefined : spanAround(text, at, positions.get(hash) ?? [], except);
    if (span) found.push(span);
    at = Math.max(at + stride, span?.end ?? 0);
  }
  return found;
}

/** The widest of what fits around one gram; nothing where all of that stands inside a secret that may be shown. */
function spanAround(
  text: string,
  at: number,
  positions: Position[],
  except: ReadonlySet<string> | undefined,
): Span | undefined {
  let widest: Span | undefined;
  let shown: Span | undefined;
  for (const { spelling, at: inside, stretch } of positions) {
    if (!goesBeyond(stretch, spelling, text, at - inside)) continue;
    let before = 0;
    while (before < inside && sameLetter(text, at - before - 1, spelling.text, inside - before - 1))
      before += 1;
    let behind = 0;
    const left = spelling.text.length - inside;
    while (behind < left && sameLetter(text, at + behind, spelling.text, inside + behind)) behind += 1;
    if (before + behind < spelling.least) continue;
    const span = { start: at - before, end: at + behind };
    if (except?.has(spelling.secret)) shown = around(shown, span);
    else widest = around(widest, span);
  }
  const isShown = widest && shown && shown.start <= widest.start && shown.end >= widest.end;
  return isShown ? undefined : widest;
}

/** The gram, and what stands beside it of its letter where it is made of one. */
function stretchAround(text: string, at: number): Span {
  const isSame = (other: number) => sameLetter(text, other, text, at);
  let [start, end] = [at, at + GRAM];
  if (!isSame(at + 1) || !isSame(at + 2) || !isSame(at + 3)) return { start, end };
  while (isSame(start - 1)) start -= 1;
  while (isSame(end)) end += 1;
  return { start, end };
}

/**
 * Whether what fits there may be long enough to count: it goes on beyond one end of the stretch, or that is long enough
 * alone. Numbers with many zeros would otherwise be held against every zero of a secret.
 */
function goesBeyond({ start, end }: Span, { text, least }: Spelling, other: string, shift: number): boolean {
  return (
    end - start >= least ||
    sameLetter(other, shift + start - 1, text, start - 1) ||
    sameLetter(other, shift + end, text, end)
  );
}

function around(one: Span | undefined, other: Span): Span {
  if (one === undefined) return other;
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

function sameLetter(one: string, at: number, other: string, there: number): boolean {
  return at >= 0 && at < one.length && lower(one.charCodeAt(at)) === lower(other.charCodeAt(there));
}

/** ASCII letters alone: a header's name, a host's name and hex digits change their case, other letters do not. */
function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** The same for both cases of a letter; it only says where to look closer. */
function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) | 32;
  const second = text.charCodeAt(at + 1) | 32;
  const third = text.charCodeAt(at + 2) | 32;
  const fourth = text.charCodeAt(at + 3) | 32;
  return (first * 0x9e5 + second * 0x1f3 + third * 0x35 + fourth * 7) & (HASHES - 1);
}
