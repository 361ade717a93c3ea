/** The use of a period added up by what is asked, and what of it could not be counted. */

import Big from 'big.js';
import { isRecord } from '../../model/record.ts';
import { exactNumber, shownNumber } from '../../tools/exact-number.ts';
import { unixSeconds } from '../../tools/shape-value.ts';
import { type AskedOf, type BesideIds, takeBesideIds, whoseRow } from '../beside-ids.ts';
import type { Measure } from './categories.ts';
import { isTime, type UsageDimension, usageLabel } from './usage-dimension.ts';

/** A figure that no row had is none, which is not zero. */
export type Figures = Map<string, Big>;

/** `project` and the names are what the rows say beside their IDs. */
export type UsageGroup = BesideIds & { key: string; values: (string | boolean | null)[]; figures: Figures };

export class UsageSums {
  readonly groups = new Map<string, UsageGroup>();
  readonly total: Figures = new Map();
  readonly buckets = new Set<number>();
  readonly repeated = new Set<number>();
  unreadable = 0;
  undated = 0;
  /** Rows of projects that were not asked for; they count nowhere. */
  strange = 0;
  /** Rows of which nothing says whether their project was asked for; they count as nobody's. */
  nameless = 0;
  /** Since when the levels are what they are; undefined where there are none. */
  levelsAt: number | undefined;
  readonly #by: readonly UsageDimension[];
  readonly #measures: readonly Measure[];
  readonly #asked: AskedOf;

  constructor(by: readonly UsageDimension[], measures: readonly Measure[], asked: AskedOf) {
    this.#by = by;
    this.#measures = measures;
    this.#asked = asked;
  }

  /** One bucket of the API; what begins outside is of no concern. */
  add(bucket: Record<string, unknown>, start: number, end: number): void {
    const at = unixSeconds(bucket.start_time);
    if (at === undefined) this.undated += 1;
    if (at === undefined || at < start || at >= end) return;
    if (this.buckets.has(at)) {
      this.repeated.add(at);
      return;
    }
    this.buckets.add(at);
    const results = Array.isArray(bucket.results) ? bucket.results : [];
    const hasLevels = this.#measures.some(({ isLevel }) => isLevel === true);
    if (hasLevels && results.length > 0) this.#nextLevels(at);
    const isPast = hasLevels && this.levelsAt !== at;
    if (isPast && !this.#by.some(isTime)) return;
    for (const result of results) {
      if (!isRecord(result)) {
        this.unreadable += 1;
        continue;
      }
      const whose = whoseRow(result, this.#asked);
      if (whose === 'strange') {
        this.strange += 1;
        continue;
      }
      if (whose === 'nameless') this.nameless += 1;
      const figures = this.#read(result);
      addAll(this.#groupOf(result, whose === 'nameless', at).figures, figures);
      if (!isPast) addAll(this.total, figures);
    }
  }

  /** A later level takes the place of an earlier one; rows that are of a time of their own stay. */
  #nextLevels(at: number): void {
    if (this.levelsAt !== undefined && this.levelsAt > at) return;
    this.levelsAt = at;
    this.total.clear();
    if (!this.#by.some(isTime)) this.groups.clear();
  }

  #read(result: Record<string, unknown>): Figures {
    const figures: Figures = new Map();
    for (const { member, shown, isPart } of this.#measures) {
      const given = result[member];
      if (isPart === true && (given === undefined || given === null)) continue;
      const value = exactNumber(given);
      if (value === undefined) this.unreadable += 1;
      else figures.set(shown, value);
    }
    return figures;
  }

  #groupOf(result: Record<string, unknown>, isNameless: boolean, at: number): UsageGroup {
    const values = this.#by.map((dimension) =>
      isNameless && !isTime(dimension) ? null : usageLabel(dimension, result, at),
    );
    const key = JSON.stringify(values);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { key, values, figures: new Map() };
      this.groups.set(key, group);
    }
    if (!isNameless) takeBesideIds(group, result);
    return group;
  }
}

function addTo(figures: Figures, name: string, value: Big): void {
  figures.set(name, value.plus(figures.get(name) ?? 0));
}

export function addAll(figures: Figures, others: Figures): void {
  for (const [name, value] of others) addTo(figures, name, value);
}

/** Null for a figure that there is none of. */
export function shownFigure(figures: Figures, name: string): number | string | null {
  const value = figures.get(name);
  return value === undefined ? null : shownNumber(value);
}

/** What there is of anything that counts by itself. */
export function sizeOf(figures: Figures, measures: readonly Measure[]): Big {
  const tokens = measures.filter(({ shown }) => shown === 'input_tokens' || shown === 'output_tokens');
  const counted = tokens.length > 0 ? tokens : measures.slice(0, 1);
  return counted.reduce((size, { shown }) => size.plus(figures.get(shown) ?? 0), new Big(0));
}
