/** What a measurement is, and how it is told in the benchmark's table. */

export type Measure = {
  measure: string;
  unit: 'ms' | 'MB' | '/s' | 'tokens' | 'tools' | 'connections';
  /** The same by the bare process, by undici alone, or by the calls that follow. */
  base?: number;
  ours: number;
  /** What is held against the promise: `ours` over `base`, `ours` minus `base`, or `ours` itself. */
  compared: number;
  comparison: 'ratio' | 'difference' | 'itself';
  /** The most that `compared` should be; left out where nothing is promised. */
  promise?: number;
};

export const TITLES = ['measure', 'bare/undici', 'ours', 'ratio', 'promise', 'kept'] as const;

/** One line of the table. */
export function cellsOf({ measure, unit, base, ours, compared, comparison, promise }: Measure): string[] {
  const inUnit = (value: number) => `${round(value)} ${unit}`;
  const told = { ratio: round(compared), difference: `+${inUnit(compared)}`, itself: '' };
  const limit = comparison === 'ratio' ? String(promise) : `${promise?.toLocaleString('en')} ${unit}`;
  return [
    measure,
    base === undefined ? '' : inUnit(base),
    inUnit(ours),
    told[comparison],
    promise === undefined ? '' : `≤ ${limit}`,
    promise === undefined ? '' : isKept({ compared, promise }) ? 'yes' : 'no',
  ];
}

export function isKept({ compared, promise }: { compared: number; promise?: number }): boolean {
  return promise === undefined || compared <= promise;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function round(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
