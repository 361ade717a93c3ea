/** Slips: the closest valid name to a misspelt one, and the "did you mean" with it. */
import { closest, distance } from 'fastest-levenshtein';

/** The candidate closest to `given`, or undefined when none is close enough to be a plausible slip. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const wanted = beginning(given);
  const beginnings = candidates.map(beginning);
  if (beginnings.length === 0) return undefined;
  const best = closest(wanted, beginnings);
  if (distance(wanted, best) > Math.max(2, Math.ceil(best.length / 3))) return undefined;
  return candidates[beginnings.indexOf(best)];
}

/**
 * What ends a clause about `given`, which is none of the candidates; empty when none of them is close.
 * @param start ` Did` makes it a sentence of its own
 */
export function didYouMean(
  given: string,
  candidates: readonly string[],
  start: '; did' | ' Did' = '; did',
): string {
  return suggestion(nearest(given, candidates), start);
}

/** The same for a name that is known to be meant, or for none. */
export function suggestion(name: string | undefined, start: '; did' | ' Did' = '; did'): string {
  return name === undefined ? '' : `${start} you mean ${name}?`;
}

/** Comparing takes the product of the lengths, and nobody slips only far behind. */
const MAX_COMPARED = 80;

function beginning(text: string): string {
  return text.slice(0, MAX_COMPARED).toLowerCase();
}

/** Up to `count` candidates, closest first: those that contain the given text, then those spelt like it. */
export function nearestFew(given: string, candidates: readonly string[], count: number): string[] {
  const wanted = beginning(given);
  const score = (text: string) => (text.includes(wanted) ? 0 : distance(wanted, text));
  return candidates
    .map((candidate) => ({ candidate, away: score(beginning(candidate)) }))
    .sort((one, other) => one.away - other.away)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
