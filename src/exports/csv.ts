/** Tables as CSV (RFC 4180) that a spreadsheet program opens without running anything in it. */
import { stringify } from 'csv-stringify/sync';

export type Table = { columns: readonly string[]; rows: readonly (readonly unknown[])[] };

/** Cells that a spreadsheet would take for a formula begin with an apostrophe; numbers stay numbers. */
export function csvOf({ columns, rows }: Table): string {
  return stringify([columns, ...rows.map((row) => row.map(cellOf))], {
    escape_formulas: true,
    record_delimiter: '\r\n',
    // A line end of either half is one for a spreadsheet, too.
    quoted_match: /[\r\n]/,
    cast: {
      boolean: String,
      // A negative amount that came as text would be taken for a formula, and as a number it would lose digits.
      string: (value) => (/^-\d+(\.\d+)?$/.test(value) ? { value, escape_formulas: false } : value),
    },
  });
}

function cellOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
