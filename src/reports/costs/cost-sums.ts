/** The costs of a period added up by what is asked, and what of them could not be counted. */

import { isRecord } from '../../model/record.ts';
import { unixSeconds } from '../../tools/shape-value.ts';
import { type AskedOf, type BesideIds, takeBesideIds, whoseRow } from '../beside-ids.ts';
import { Money, readAmount } from '../money.ts';
import { DAY_SECONDS, type Days } from '../period.ts';
import { rangesOf } from '../time-ranges.ts';
import { type Dimension, isTime, labelOf } from './dimension.ts';

/** `project` and the names are what the rows say beside their IDs. */
export type Group = BesideIds & { key: string; values: (string | null)[]; money: Money };

export class CostSums {
  readonly groups = new Map<string, Group>();
  readonly total = new Money();
  readonly byDay = new Map<number, Money>();
  readonly #by: readonly Dimension[];
  readonly #keep: (result: Record<string, unknown>) => boolean;
  readonly #repeated = new Set<number>();
  readonly #asked: AskedOf;
  #unreadable = 0;
  #strange = 0;
  #nameless = 0;
  #undated = 0;

  constructor(by: readonly Dimension[], keep: (result: Record<string, unknown>) => boolean, asked: AskedOf) {
    this.#by = by;
    this.#keep = keep;
    this.#asked = asked;
  }

  /** Rows of projects that were not asked for; they count nowhere. */
  get strange(): number {
    return this.#strange;
  }

  /** Rows of which nothing says whether their project was asked for; they count as nobody's. */
  get nameless(): number {
    return this.#nameless;
  }

  /** One bucket of the API; what begins outside these days is of no concern. */
  add(bucket: Record<string, unknown>, { start, end }: Days): void {
    const day = unixSeconds(bucket.start_time);
    if (day === undefined) this.#undated += 1;
    if (day === undefined || day < start || day >= end) return;
    if (this.byDay.has(day)) {
      this.#repeated.add(day);
      return;
    }
    const sum = new Money();
    this.byDay.set(day, sum);
    const results = Array.isArray(bucket.results) ? bucket.results : [];
    for (const result of results) {
      if (!isRecord(result)) {
        this.#unreadable += 1;
        continue;
      }
      const whose = whoseRow(result, this.#asked);
      if (whose === 'strange') this.#strange += 1;
      else if (this.#keep(result)) this.#addResult(result, whose === 'nameless', day, sum);
    }
    this.total.addAll(sum);
  }

  #addResult(result: Record<string, unknown>, isNameless: boolean, day: number, sum: Money): void {
    const amount = readAmount(result.amount);
    if (amount === undefined) {
      this.#unreadable += 1;
      return;
    }
    sum.add(amount);
    if (isNameless) this.#nameless += 1;
    const values = this.#by.map((dimension) =>
      isNameless && !isTime(dimension) ? null : labelOf(dimension, result, day),
    );
    const key = JSON.stringify(values);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { key, values, money: new Money() };
      this.groups.set(key, group);
    }
    group.money.add(amount);
    if (!isNameless) takeBesideIds(group, result);
  }

  /** Days of which nothing came, not even that nothing was spent. */
  missing({ start, end }: Days): number[] {
    const missing: number[] = [];
    for (let day = start; day < end; day += DAY_SECONDS) if (!this.byDay.has(day)) missing.push(day);
    return missing;
  }

  /** What came and is in no sum, half a sentence. */
  unread(): string[] {
    return this.#unreadable > 0 ? [`${counted(this.#unreadable, 'row')} without a readable amount`] : [];
  }

  /**
   * What is missing in the sums of these days, half a sentence each.
   * @param failed days of which it is said elsewhere why they are missing
   */
  gaps(days: Days, failed: readonly Days[] = []): string[] {
    const isTold = (day: number) => failed.some(({ start, end }) => day >= start && day < end);
    const missing = this.missing(days).filter((day) => !isTold(day));
    return [
      ...this.unread(),
      ...(this.#undated > 0 ? [`${counted(this.#undated, 'day')} without a readable date`] : []),
      ...(missing.length > 0 ? [`Nothing came for ${rangesOf(missing, DAY_SECONDS)}`] : []),
      ...(this.#repeated.size > 0
        ? [`${rangesOf([...this.#repeated], DAY_SECONDS)} came twice and was counted once`]
        : []),
    ];
  }
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
