/** How well documents of weighted fields match weighted terms: BM25 over all fields at once. */

/** What is searched for: its terms, field by field. */
/** `isBroad`: it speaks of everything, so its terms are no less rare for it. */
export type Document<Field extends string> = {
  name: string;
  fields: Record<Field, string[]>;
  isBroad?: boolean;
};

/** A name with a score above 0. */
export type Ranked = { name: string; score: number };

export type Ranking = {
  /** Whether any document has this term. */
  isFound: (term: string) => boolean;
  /** The documents that have any of these terms, in their own order. */
  rank: (weights: ReadonlyMap<string, number>) => Ranked[];
};

/** How soon more of the same adds nothing. All four were measured on a thousand questions, where they hardly matter. */
const SATURATION = 6;
/** How much a long field counts less than one of the usual length. */
const LENGTH_SHARE = 0.3;
const USUAL_LENGTH = 12;
/** How much rare terms count more. */
const RARITY = 0.7;
/** How much a document with all terms is before one with a few of them. */
const COVERAGE = 0.3;

export function createRanking<Field extends string>(
  documents: Document<Field>[],
  boosts: Record<Field, number>,
): Ranking {
  const counted = documents.map(({ name, fields, isBroad = false }) => ({
    name,
    isBroad,
    counts: countsOf(fields, boosts),
  }));
  const narrow = counted.filter(({ isBroad }) => !isBroad);
  const holders = new Map<string, number>();
  for (const { counts } of narrow) {
    for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  }
  const rarityOf = (term: string) => {
    const having = holders.get(term) ?? 0;
    return Math.log(1 + (narrow.length - having + 0.5) / (having + 0.5)) ** RARITY;
  };
  const found = new Set(counted.flatMap(({ counts }) => [...counts.keys()]));
  const isFound = (term: string) => found.has(term);
  return {
    isFound,
    rank: (weights) => {
      const asked = [...weights]
        .filter(([term]) => isFound(term))
        .map(([term, weight]) => ({ term, worth: weight * rarityOf(term) }));
      const all = sum(asked.map(({ worth }) => worth));
      return counted
        .map(({ name, counts }) => {
          const matched = asked.filter(({ term }) => counts.has(term));
          const score = sum(
            matched.map(({ term, worth }) => {
              const count = counts.get(term) ?? 0;
              return (worth * count) / (SATURATION + count);
            }),
          );
          return { name, score: score * (sum(matched.map(({ worth }) => worth)) / all) ** COVERAGE };
        })
        .filter(({ score }) => score > 0);
    },
  };
}

function countsOf<Field extends string>(
  fields: Record<Field, string[]>,
  boosts: Record<Field, number>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const field of Object.keys(boosts) as Field[]) {
    const terms = fields[field];
    const share = boosts[field] / (1 - LENGTH_SHARE + (LENGTH_SHARE * terms.length) / USUAL_LENGTH);
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + share);
  }
  return counts;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
