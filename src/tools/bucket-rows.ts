/** The results of all time buckets as one sequence, each read when it is asked for. */
import { isRecord } from '../model/record.ts';
import { oneLine } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import { type Row, readRow } from './report-rows.ts';
import { isoTime, unixSeconds } from './shape-value.ts';

export class BucketRows {
  readonly length: number;
  /** In order, each with the index of its first result; nothing is made for each result, of which there are many. */
  readonly #buckets: { first: number; start: string; results: Record<string, unknown>[] }[] = [];
  /** Rows are asked for one after the other. */
  #last = 0;
  readonly #isFigure: (name: string) => boolean;

  /** @param rowsKey names each bucket's list of results */
  constructor(
    buckets: readonly Record<string, unknown>[],
    rowsKey: string,
    isFigure: (name: string) => boolean,
  ) {
    this.#isFigure = isFigure;
    let length = 0;
    for (const bucket of buckets) {
      const results = Array.isArray(bucket[rowsKey]) ? bucket[rowsKey].filter(isRecord) : [];
      if (results.length === 0) continue;
      this.#buckets.push({ first: length, start: startOf(bucket, this.#buckets.length), results });
      length += results.length;
    }
    this.length = length;
  }

  /** An empty row beyond the last. */
  at(index: number): Row {
    const holds = ({ first, results }: { first: number; results: unknown[] }) =>
      index >= first && index < first + results.length;
    const last = this.#buckets[this.#last];
    if (last === undefined || !holds(last)) this.#last = this.#buckets.findIndex(holds);
    const { first, start, results } = this.#buckets[this.#last] ?? { first: 0, start: '', results: [] };
    return readRow(start, results[index - first] ?? {}, this.#isFigure);
  }
}

/** A time in another form as it came; without any, which of the buckets with results it is. */
function startOf({ start_time: time }: Record<string, unknown>, index: number): string {
  const seconds = unixSeconds(time);
  if (seconds !== undefined) return isoTime(seconds);
  const came =
    typeof time === 'string' || typeof time === 'number' ? oneLine(shownForm(String(time))).trim() : '';
  return came === '' ? `bucket ${index + 1}` : came;
}
