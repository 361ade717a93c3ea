import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../src/exports/csv.ts';

/** Reads RFC 4180 as a spreadsheet does. */
function cellsOf(text: string): string[][] {
  const records: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  let record: string[] = [];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) throw new Error(`no cell begins at ${JSON.stringify(text.slice(-20))}`);
    const [, quoted, plain = '', end] = found;
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

describe('a table as CSV', () => {
  test('comes back cell by cell, whatever is in the cells', () => {
    const harmless = fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r＝＋－＠]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1 }), (rows) => {
        expect(cellsOf(csvOf({ columns: ['a', 'b'], rows }))).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });

  test.each(['=1+1', '+1', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '-2+3', '=HYPERLINK("http://x")'])(
    'no cell is a formula: %j',
    (cell) => expect(cellsOf(csvOf({ columns: ['a'], rows: [[cell]] }))[1]).toEqual([`'${cell}`]),
  );

  test('numbers stay numbers, negative ones and exact ones too', () => {
    const exact = '-123.456789012345678901234567890123456789';
    const rows = [[-1.5, '-0.25', exact, '-0.0000000001', '12.000000000000000001', 0, true, null]];
    expect(cellsOf(csvOf({ columns: [...'abcdefgh'], rows }))[1]).toEqual([
      '-1.5',
      '-0.25',
      exact,
      '-0.0000000001',
      '12.000000000000000001',
      '0',
      'true',
      '',
    ]);
  });
});
