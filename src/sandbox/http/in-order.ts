/** The order of lists. */

/** Sorts by a time; rows of the same second keep the order in which they were made. */
export function inOrder<Row>(
  rows: Iterable<Row>,
  order: 'asc' | 'desc',
  timeOf: (row: Row) => number,
): Row[] {
  const ascending = [...rows].sort((one, other) => timeOf(one) - timeOf(other));
  return order === 'asc' ? ascending : ascending.reverse();
}
