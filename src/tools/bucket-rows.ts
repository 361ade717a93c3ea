/** The results of all time buckets as one sequence, each read when it is asked for. */
import { isRecord } from '../model/record.ts';
import { type Row, readRow } from './report-rows.ts';
import { isoTime, unixSeconds } from './shape-value.ts';

export class BucketRows {
  readonly length: number;
  readonly #results: { start: string; result: Record<string, unknown> }[];
  readonly #isFigure: (name: string) => boolean;

  /** @param rowsKey names each bucket's list of results */
  constructor(
    buckets: readonly Record<string, unknown>[],
    rowsKey: string,
    isFigure: (name: string) => boolean,
  ) {
    this.#isFigure = isFigure;
    this.#results = buckets.flatMap((bucket) => {
      const seconds = unixSeconds(bucket.start_time);
      const start = seconds === undefined ? '' : isoTime(seconds);
      const results = Array.isArray(bucket[rowsKey]) ? bucket[rowsKey].filter(isRecord) : [];
      return results.map((result) => ({ start, result }));
    });
    this.length = this.#results.length;
  }

  /** An empty row beyond the last. */
  at(index: number): Row {
    const { start, result } = this.#results[index] ?? { start: '', result: {} };
    return readRow(start, result, this.#isFigure);
  }
}
