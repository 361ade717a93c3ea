/** The step from text to the terms that are compared: folded, stemmed, and words of one meaning made one. */
import { stemmer } from 'stemmer';
import { GERMAN_HEADS, STOP_WORDS, SYNONYMS } from './synonyms.ts';

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const IS_ASCII = /^[\0-\x7f]*$/;
const IGNORED = new Set(STOP_WORDS.split(' '));

const WORDS_BETWEEN = 6;
const MAX_PHRASE_LENGTH = 4;

/** Filled as words come; the stemmer would take these for "set" and "provide". */
const stems = new Map([
  ['setting', 'setting'],
  ['settings', 'setting'],
  ['assignment', 'assignment'],
  ['assignments', 'assignment'],
  ['provider', 'provider'],
  ['providers', 'provider'],
]);

/** Second halves of verbs, which may stand apart from the first: "turn web search off", "what may she do". */
const PARTICLES = new Set(
  [
    'out',
    'off',
    'away',
    'back',
    'on',
    'up',
    'down',
    'do',
    'ein',
    'aus',
    'ab',
    'an',
    'hinzu',
    'um',
    'fort',
    'from',
  ].map(stem),
);
const meanings = new Map<string, string>();
const COMPOUND = new RegExp(`^(.{3,})(${GERMAN_HEADS.replaceAll(' ', '|')})$`);
const splitVerbs = new Set<string>();
const phraseStarts = new Set<string>();
for (const [meaning, words] of Object.entries(SYNONYMS)) {
  for (const phrase of words.split(', ')) {
    const parts = phrase.split(' ').map(stem);
    meanings.set(parts.join(' '), meaning);
    if (parts.length > 1) phraseStarts.add(parts[0] ?? '');
    if (parts.length === 2 && PARTICLES.has(parts[1] ?? '')) splitVerbs.add(parts[0] ?? '');
  }
}

/** What single words the meanings know. */
export const SINGLE_WORDS = Object.values(SYNONYMS)
  .flatMap((words) => words.split(', '))
  .filter((word) => /^[a-z]+$/.test(word));

/** The different terms of a text in their order; a phrase such as "get rid of" is one term. */
export function termsOf(text: string): string[] {
  const words = (
    fold(text)
      .replace(/[$€£]/g, ' dollar ')
      .match(/[a-z0-9]+/g) ?? []
  ).flatMap(split);
  const parts = words.map(stem);
  const terms = new Set<string>();
  for (let index = 0; index < words.length; ) {
    const found = phraseAt(parts, index);
    if (found !== undefined) terms.add(found.meaning);
    else if (!IGNORED.has(words[index] ?? '')) terms.add(parts[index] ?? '');
    index += found?.length ?? 1;
  }
  terms.delete('');
  return [...terms];
}

/** Whether a word begins something that this search understands, or is one that every question has. */
export function isKnown(word: string): boolean {
  const [part = ''] = fold(word).split(/[^a-z0-9]/);
  return IGNORED.has(part) || meanings.has(stem(part)) || phraseStarts.has(stem(part));
}

/** Whether a term is one of the meanings that words were read as. */
export function isMeaning(term: string): boolean {
  return Object.hasOwn(SYNONYMS, term);
}

/** The two nouns of a German one that is not known as a whole. */
function split(word: string): string[] {
  if (meanings.has(stem(word))) return [word];
  const [, front, head] = COMPOUND.exec(word) ?? [];
  return front === undefined || head === undefined ? [word] : [front, head];
}

/** The longest phrase that starts here; takes the particle of a split verb out of what is still to be read. */
function phraseAt(parts: string[], start: number): { meaning: string; length: number } | undefined {
  const first = parts[start] ?? '';
  for (let length = phraseStarts.has(first) ? MAX_PHRASE_LENGTH : 1; length > 1; length--) {
    const meaning = meanings.get(parts.slice(start, start + length).join(' '));
    if (meaning !== undefined) return { meaning, length };
  }
  if (splitVerbs.has(first)) {
    for (let index = start + 2; index <= start + 1 + WORDS_BETWEEN; index++) {
      const meaning = PARTICLES.has(parts[index] ?? '') && meanings.get(`${first} ${parts[index]}`);
      if (!meaning) continue;
      parts[index] = '';
      return { meaning, length: 1 };
    }
  }
  const meaning = meanings.get(first);
  return meaning === undefined ? undefined : { meaning, length: 1 };
}

/** Lower case without accents. */
export function fold(text: string): string {
  const lowerCase = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll("'s", '')
    .replaceAll("can't", 'cannot')
    .replaceAll("n't", ' not');
  if (IS_ASCII.test(lowerCase)) return lowerCase;
  return lowerCase
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '');
}

function stem(word: string): string {
  let stemmed = stems.get(word);
  if (stemmed === undefined) {
    stemmed = stemmer(word);
    stems.set(word, stemmed);
  }
  return stemmed;
}
