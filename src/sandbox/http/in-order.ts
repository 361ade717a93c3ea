/** The order of lists. */

/** Sorts by a time; rows of the same second keep the order in which they were made. */
export function inOrder<Row>(rows: Iterable<Row>, order: 'asc' | 'desc', time: (row: Row) => number): Row[] {
  const ascending = [...rows].sort((one, other) => time(one) - time(other));
  return order === 'asc' ? ascending : ascending.reverse();
}

export function createdAt({ created_at }: { created_at: number }): number {
  return created_at;
}
