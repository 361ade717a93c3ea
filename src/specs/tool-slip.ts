/** The tool that is meant by a name which is none: one of the same action, since another one may do what nobody wanted. */
import { distance } from 'fastest-levenshtein';
import { nearest } from '../text/nearest.ts';

export function toolSlip(given: string, names: readonly string[]): string | undefined {
  const action = actionOf(given);
  const isKnown = names.some((name) => actionOf(name) === action);
  const fits = (name: string) => (isKnown ? actionOf(name) === action : isSlipOf(actionOf(name), action));
  return nearest(given, names.filter(fits));
}

/** The first word: what a tool does, as in `delete_project`. */
function actionOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return words.split(/[^a-z]/)[0] ?? '';
}

/** One letter is wrong, or two in a longer word, but no word of three is a slip of another, as `get` of `set`; what stands before a word makes the contrary of it, as in `deactivate`. */
function isSlipOf(action: string, given: string): boolean {
  if (given === '' || action.endsWith(given) || given.endsWith(action)) return false;
  const shorter = Math.min(action.length, given.length);
  if (action.length === 3 && given.length === 3) return false;
  return distance(action, given) <= (shorter > 4 ? 2 : 1);
}
