/** A report that is too long for one answer: its last rows go into the rest, whose sums stay exact. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { exactNumber, shownNumber } from './exact-number.ts';
import { type Budget, countThatFits, fits, roomBeside } from './fit-budget.ts';

/** @param canSave whether the call could ask for a file with all rows */
export function foldRows(
  report: Record<string, unknown>,
  budget: Budget,
  canSave: boolean,
): Record<string, unknown> {
  const { columns, rows, rest, others, note } = report;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return report;
  if (fits(report, roomBeside({}, budget), budget)) return report;
  const { count } = countThatFits(rows, roomBeside({ ...report, rows: [] }, budget), budget);
  const left: unknown[][] = rows.slice(count);
  const told = [`Only ${count} rows fit into one answer; ${left.length} more are counted and not shown.`];
  told.push(canSave ? 'save: csv has them all.' : 'A filter, or a smaller period, brings others.');
  if (typeof note === 'string') told.push(note);
  return {
    ...report,
    rows: rows.slice(0, count),
    ...(isRecord(rest)
      ? { rest: folded(rest, columns, left) }
      : { others: Number(others ?? 0) + left.length }),
    note: told.join(' '),
  };
}

/** What no row adds up to stays as it is: a null is no sum. */
function folded(
  rest: Record<string, unknown>,
  columns: readonly unknown[],
  rows: readonly (readonly unknown[])[],
): Record<string, unknown> {
  const currency = columns.indexOf('currency');
  return Object.fromEntries(
    Object.entries(rest).map(([name, sum]) => {
      if (name === 'rows') return [name, Number(sum) + rows.length];
      const at = columns.indexOf(name);
      if (at === -1 || sum === null) return [name, sum];
      if (!isRecord(sum)) return [name, plus(sum, rows, at)];
      const ofCurrency = (of: string) => rows.filter((row) => row[currency] === of);
      return [
        name,
        Object.fromEntries(Object.entries(sum).map(([of, own]) => [of, plus(own, ofCurrency(of), at)])),
      ];
    }),
  );
}

function plus(sum: unknown, rows: readonly (readonly unknown[])[], at: number): number | string {
  const zero = new Big(0);
  return shownNumber(
    rows.reduce((total, row) => total.plus(exactNumber(row[at]) ?? zero), exactNumber(sum) ?? zero),
  );
}
