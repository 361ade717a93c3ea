/** Breaking our own texts into lines of a width. */
import { Help } from 'commander';

/**
 * Between words; what stands behind a blank at the beginning of a line stays behind as many, and what goes on an item of a
 * list behind its dash, so that no word of it looks like a line of its own.
 */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < MIN_COLUMNS) return text;
  const help = new Help();
  return text
    .split('\n')
    .map((line) => {
      const [, indent = '', dash = ''] = /^( *)(- )?/.exec(line) ?? [];
      const rest = line.slice(indent.length + dash.length);
      const further = indent + ' '.repeat(dash.length);
      const rows = help.boxWrap(rest, columns - further.length).replace(/\n/g, `\n${further}`);
      return `${indent}${dash}${rows}`;
    })
    .join('\n');
}

const MIN_COLUMNS = 20;
