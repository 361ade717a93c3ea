/** Reading a misspelt word as the one that was meant: "archieve", "porject", "treshold". */
import { distance } from 'fastest-levenshtein';
import { fold, isKnown, SINGLE_WORDS } from './terms.ts';

/** Shorter words have too many lookalikes. */
const MIN_LENGTH = 5;
/** From here on a wrong letter counts as a slip too; in "state" and "stale" it is another word. */
const LONG = 7;

/** `isFound` tells whether a tool has the word; a word with a capital inside a sentence is a name. */
export function withoutSlips(question: string, isFound: (word: string) => boolean): string {
  return question.replace(/(?<![\p{L}\d_@.-])\p{L}{5,}(?![\p{L}\d_@-])/gu, (word, at: number) => {
    const isName = at > 0 && /^\p{Lu}/u.test(word);
    if (isName || isKnown(word) || isFound(word)) return word;
    return meant(fold(word)) ?? word;
  });
}

function meant(word: string): string | undefined {
  return SINGLE_WORDS.find((candidate) => isSlip(word, candidate));
}

function isSlip(word: string, candidate: string): boolean {
  if (candidate.length < MIN_LENGTH || candidate[0] !== word[0]) return false;
  const apart = Math.abs(candidate.length - word.length);
  if (apart > 1) return false;
  const edits = distance(word, candidate);
  if (edits === 1) return apart === 1 || word.length >= LONG;
  return edits === 2 && [...word].sort().join('') === [...candidate].sort().join('');
}
