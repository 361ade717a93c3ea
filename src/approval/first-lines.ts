/** What every client shows of a question: what, how far it reaches, and whether it can be undone, in the first rows. */
import { wrapped } from '../text/wrapped.ts';
import type { Summary } from './plan.ts';

/** One client shows so many rows of a form, and folds away the rest for good. */
const FIRST_ROWS = 3;
const COLUMNS = 80;

/** Stands for the parts that are left out. */
export const MORE_BELOW = 'more below';

/**
 * All of it where it fits. Otherwise the IDs of what holds the thing go first, then what matters less of its reach, then
 * the ends of names, then the rest of its reach, the last part first, and then what holds it; the whole stands below.
 */
export function firstLines({ what, shorter, extents, risk }: Summary): string[] {
  const least = (extents.at(-1) ?? []).map(withoutIds);
  const all = [...extents, ...extents.map((extent) => extent.map(withoutIds))];
  const reaches = [...all, ...lessAndLess(least)];
  const cut = shorter.cut.length > 0 ? shorter.cut : [what];
  const tries = [
    ...eachWith([what, ...shorter.whole], all),
    ...eachWith(cut.slice(0, -1), reaches),
    ...eachWith(cut.slice(-1), reaches),
  ];
  for (const { form, extent } of tries) {
    const lines = inRows(form, extent, risk);
    if (lines !== undefined) return form === what ? lines : [...lines, `In full: ${what}`];
  }
  return [risk, what];
}

/** Of each extent every form, before what there is less of. */
function eachWith(forms: string[], extents: string[][]): { form: string; extent: string[] }[] {
  return extents.flatMap((extent) => forms.map((form) => ({ form, extent })));
}

/** Of what has a name: the ID stands below. */
function withoutIds(part: string): string {
  return part.replace(/" \([^\s()]+\)/g, '"');
}

function lessAndLess(extent: string[]): string[][] {
  const parts = extent.filter((part) => part !== MORE_BELOW);
  return parts.slice(1).map((_, at) => [...parts.slice(0, -1 - at), MORE_BELOW]);
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
