/** What a result shows, leaf by leaf, whether it stands in objects or in a table. */
import Big from 'big.js';

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every leaf by its place, with dots. A table's row is taken for an object whose names have dots. */
export function leavesShown(
  value: unknown,
  path = '',
  found = new Map<string, unknown>(),
): Map<string, unknown> {
  const above = path === '' ? '' : `${path}.`;
  if (isTable(value)) {
    for (const [at, row] of rowsOf(value).entries()) leavesShown(row, `${above}${at}`, found);
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) leavesShown(item, `${above}${at}`, found);
  } else if (isMembers(value)) {
    for (const [name, member] of Object.entries(value)) leavesShown(member, above + name, found);
  } else if (value !== null) found.set(path, value);
  return found;
}

/** The rows of a table as objects. */
export function rowsOf({ columns, rows }: { columns: string[]; rows: unknown[][] }): Members[] {
  return rows.map((row) => {
    if (row.length !== columns.length) throw new Error(`${row.length} cells under ${columns.length} columns`);
    return Object.fromEntries(columns.map((column, at) => [column, row[at]]));
  });
}

function isTable(value: unknown): value is { columns: string[]; rows: unknown[][] } {
  return isMembers(value) && Array.isArray(value.columns) && Array.isArray(value.rows);
}

/** Numbers are the same when their digits are, whether they stand as a number or as text. */
export function isSame(shown: unknown, expected: unknown): boolean {
  if (shown === expected) return true;
  if (typeof expected === 'boolean' || typeof shown === 'boolean') return false;
  try {
    return new Big(shown as string).eq(new Big(expected as string));
  } catch {
    // One of them is a word.
    return false;
  }
}
