/** Tables in a terminal. */

/** One line a row, each column as wide as its widest cell: in columns of the terminal, of which some letters take two. */
export async function alignColumns(rows: string[][]): Promise<string[]> {
  // Its first loading costs a server that starts a millisecond or two.
  const { default: stringWidth } = await import('string-width');
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? '')))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max((widths[column] ?? 0) - stringWidth(cell), 0)))
      .join('  ')
      .trimEnd(),
  );
}
