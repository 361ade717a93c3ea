/** Laying out rows as a Markdown table, and texts that are not Markdown. */

/** Cells are Markdown already; only what would end a cell is escaped. */
export function markdownTable(titles: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text whose signs mean themselves: nothing in it becomes emphasis, a link or HTML. */
export function plain(text: string): string {
  return text.replace(/[\\`*<>[\]]/g, '\\$&');
}
