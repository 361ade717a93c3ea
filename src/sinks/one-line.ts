/** Owns how other people's text is kept and handed on here: one visible line, bounded. */
import { showInvisible } from '../text/clean.ts';

/** Longer than any honest name. */
const LONGEST_TEXT = 200;

export function oneLine(text: string): string {
  return showInvisible(text.slice(0, 10 * LONGEST_TEXT))
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_TEXT);
}
