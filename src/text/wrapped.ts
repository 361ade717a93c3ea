/** Breaking our own texts into lines of a width. */
import { Help } from 'commander';

/** Between words; what stands behind a blank at the beginning of a line stays behind as many. */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < MIN_COLUMNS) return text;
  const help = new Help();
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return help.boxWrap(line.trimStart(), columns - indent.length).replace(/^/gm, indent);
    })
    .join('\n');
}

const MIN_COLUMNS = 20;
