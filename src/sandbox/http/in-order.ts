/** Owns the order of lists by creation time. */

/** Sorts by `created_at`; rows of the same second keep the order in which they were made. */
export function inOrder<Row extends { created_at: number }>(
  rows: Iterable<Row>,
  order: 'asc' | 'desc',
): Row[] {
  const ascending = [...rows].sort((one, other) => one.created_at - other.created_at);
  return order === 'asc' ? ascending : ascending.reverse();
}
