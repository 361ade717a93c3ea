/** What every client shows of a question: what, how far it reaches, and whether it can be undone, in the first rows. */
import { wrapped } from '../text/wrapped.ts';
import type { Summary } from './plan.ts';

/** One client shows so many rows of a form, and folds away the rest for good. */
const FIRST_ROWS = 3;
const COLUMNS = 80;

/**
 * With names as long as they are shown elsewhere where all of it fits, and otherwise with short ones, or without what
 * holds the thing, the whole below. What matters least of its reach goes first, when even that is too long.
 */
export function firstLines({ what, whatInShort, whatAlone, extent, risk }: Summary): string[] {
  const whole = inRows(what, extent, risk);
  if (whole !== undefined) return whole;
  for (const form of [whatInShort, whatAlone]) {
    for (const reach of [extent, ...lessAndLess(extent.map(withoutIds))]) {
      const lines = inRows(form, reach, risk);
      if (lines !== undefined) return what === form ? lines : [...lines, what];
    }
  }
  return [risk, what];
}

/** Of what has a name: the ID stands below. */
function withoutIds(part: string): string {
  return part.replace(/" \([^\s()]+\)/g, '"');
}

function lessAndLess(extent: string[]): string[][] {
  const shorter = extent.slice(1).map((_, at) => [...extent.slice(0, -1 - at), 'more below']);
  return [extent, ...shorter];
}

/** On a line each where the rows hold them so, or one behind the other; undefined where they do not. */
function inRows(what: string, extent: readonly string[], risk: string): string[] | undefined {
  const reach = extent.join(', ');
  const sentence = reach === '' ? [] : [`${reach.charAt(0).toUpperCase()}${reach.slice(1)}.`];
  return [[what, ...sentence, risk], [[`${what}.`, ...sentence, risk].join(' ')]].find(
    (lines) => rowsOf(lines) <= FIRST_ROWS,
  );
}

/** Clients break between words, which takes more rows than breaking anywhere, and a longer word anywhere. */
function rowsOf(lines: string[]): number {
  const rows = wrapped(lines.join('\n'), COLUMNS).split('\n');
  return rows.reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / COLUMNS)), 0);
}
