/** Owns "did you mean": the closest valid name to a misspelt one. */
import { closest, distance } from 'fastest-levenshtein';

/** The candidate closest to `given`, or undefined when none is close enough to be a plausible slip. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(given.toLowerCase(), [...candidates]);
  return distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.ceil(best.length / 3))
    ? best
    : undefined;
}

/** Up to `count` candidates, closest first: those that contain the given text, then those spelt like it. */
export function nearestFew(given: string, candidates: readonly string[], count: number): string[] {
  const wanted = given.toLowerCase();
  const score = (candidate: string) =>
    candidate.toLowerCase().includes(wanted) ? 0 : distance(wanted, candidate.toLowerCase());
  return [...candidates].sort((a, b) => score(a) - score(b)).slice(0, count);
}
