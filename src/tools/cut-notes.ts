/** What an answer says of itself when it is a part: of a page, of one row, of one thing. */

export const CHANGED =
  'This has changed since the part before was read, so something may be missing or stand twice: begin again without cursor where that matters.';
export const CUT_WRITE =
  'It was carried out; its answer is too long and only begun here. Read what was changed to see all of it.';

/** Rows are counted from 1, the last one included. */
export function rowsShown(first: number, last: number, all: number, what: string): string {
  return `Shown are ${first} to ${last} of the ${all} ${what}: more would be too long.`;
}

export function partShown(what: string, characters: number): string {
  return `${what} is too long for one answer (${characters} characters of JSON), so part has its members under dotted names; a text or list that ends here goes on in the next part.`;
}
