/** How many of a kind, for the few words that sum a job up. */

/** Nothing for none of them. */
export function counted(count: number, what: string, more = ''): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}${more}`];
}
