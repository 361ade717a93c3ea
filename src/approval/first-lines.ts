/** What every client shows of a question: what, how far it reaches, and whether it can be undone, in the first rows. */
import type { Summary } from './plan.ts';

/** One client shows so many rows of a form, and folds away the rest for good. */
const FIRST_ROWS = 3;
const COLUMNS = 80;

/**
 * With names as long as they are shown elsewhere where all of it fits, and otherwise with short ones, the whole ones
 * below. What matters least of its reach goes first, when even that is too long.
 */
export function firstLines({ what, whatInShort, extent, risk }: Summary): string[] {
  const whole = inRows(what, extent, risk);
  if (whole !== undefined) return whole;
  for (let told = extent.length; told >= 0; told -= 1) {
    const reach = told === extent.length ? extent : [...extent.slice(0, told), 'more below'];
    const lines = inRows(whatInShort, reach, risk);
    if (lines !== undefined) return what === whatInShort ? lines : [...lines, what];
  }
  return [risk, what];
}

/** On a line each where the rows hold them so, or one behind the other; undefined where they do not. */
function inRows(what: string, extent: readonly string[], risk: string): string[] | undefined {
  const reach = extent.join(', ');
  const sentence = reach === '' ? [] : [`${reach.charAt(0).toUpperCase()}${reach.slice(1)}.`];
  return [[what, ...sentence, risk], [[`${what}.`, ...sentence, risk].join(' ')]].find(
    (lines) => rowsOf(lines) <= FIRST_ROWS,
  );
}

function rowsOf(lines: string[]): number {
  return lines.reduce((rows, line) => rows + Math.ceil(line.length / COLUMNS), 0);
}
