/** The proof that the table of synonyms is unambiguous. */
import { stemmer } from 'stemmer';
import { expect, test } from 'vitest';
import { SYNONYMS } from '../../src/search/synonyms.ts';

test('no word or phrase stands under two meanings, of which one would be lost', () => {
  const entries = Object.entries(SYNONYMS).flatMap(([meaning, words]) =>
    words.split(', ').map((word) => ({ meaning, word, stems: word.split(' ').map(stemmer).join(' ') })),
  );
  const first = new Map([...entries].reverse().map((entry) => [entry.stems, entry.meaning]));
  expect(entries.filter(({ stems, meaning }) => first.get(stems) !== meaning)).toEqual([]);
});
