/** Tables in a terminal. */

export type Alignment = 'left' | 'right';

/** One line a row, each column as wide as its widest cell: in columns of the terminal, of which some letters take two. */
export function alignColumns(rows: string[][]): Promise<string[]> {
  return fitColumns(rows, [], undefined);
}

/**
 * The same, no line longer than `width` where there is one: the widest columns are cut until all fit.
 * @param alignment of each column; left when absent
 */
export async function fitColumns(
  rows: string[][],
  alignment: readonly Alignment[],
  width: number | undefined,
): Promise<string[]> {
  // Its first loading costs a server that starts a millisecond or two.
  const { default: stringWidth } = await import('string-width');
  const widths =
    rows[0]?.map((_, column) =>
      rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), 0),
    ) ?? [];
  if (width !== undefined) narrow(widths, width - GAP.length * (widths.length - 1));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const room = widths[column] ?? 0;
        const shown = cut(cell, room, stringWidth);
        const blanks = ' '.repeat(Math.max(room - stringWidth(shown), 0));
        return alignment[column] === 'right' ? blanks + shown : shown + blanks;
      })
      .join(GAP)
      .trimEnd(),
  );
}

const GAP = '  ';

/** Of a column that was cut. */
const LEAST_WIDTH = 6;

/** A column at a time, so that the widest end equally wide. */
function narrow(widths: number[], room: number): void {
  let excess = widths.reduce((sum, one) => sum + one, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_WIDTH) return;
    widths[widths.lastIndexOf(widest)] = widest - 1;
    excess -= 1;
  }
}

function cut(cell: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(cell) <= room) return cell;
  let shown = '';
  for (const letter of cell) {
    if (widthOf(shown + letter) > room - 1) break;
    shown += letter;
  }
  return `${shown}…`;
}
