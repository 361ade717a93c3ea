/** Which values fit what was typed: those that begin with it, then those that hold it, whatever the case. */

/** At most a hundred values; `hasMore` also where not all that there is was read. */
export type Completion = { values: string[]; hasMore: boolean };

/** `words` are what people may type for it; `byStart`: of random letters, so only its beginning means anything. */
export type Candidate = { value: string; words: string[]; byStart?: boolean };

/** The most that the protocol allows. */
const MAX_VALUES = 100;

/** @param whole whether the candidates are all that there are */
export function matching(candidates: readonly Candidate[], typed: string, whole: boolean): Completion {
  const wanted = folded(typed.trim());
  const rank = ({ words, byStart }: Candidate) => {
    const places = words.map((word) => folded(word).indexOf(wanted)).filter((place) => place >= 0);
    if (byStart && (wanted === '' || !places.includes(0))) return -1;
    return places.length === 0 ? -1 : Math.min(1, ...places);
  };
  const ranked = candidates.map((candidate) => ({ candidate, rank: rank(candidate) }));
  const found = [0, 1].flatMap((place) => ranked.filter((one) => one.rank === place));
  const values = [...new Set(found.map(({ candidate }) => candidate.value))];
  return { values: values.slice(0, MAX_VALUES), hasMore: values.length > MAX_VALUES || !whole };
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
