/** What the rows of a report have in all: labels, figures, currencies, and what of the figures could not be read. */
import type { Row } from './report-rows.ts';

/** Of the figures that could not be read. */
const MOST_TOLD = 12;

type Counts = { read: number; unread: number; missing: number };

export class RowTally {
  readonly #main: string | undefined;
  readonly #labels = new Set<string>();
  readonly #figures = new Map<string, Counts>();
  readonly currencies = new Set<unknown>();
  #rows = 0;
  #without = 0;

  /** @param main the first figure of the spec, which has to be in every row unless it is a pattern */
  constructor(main: string | undefined) {
    this.#main = main?.includes('*') ? undefined : main;
  }

  add({ labels, figures, unread, missing }: Row): void {
    this.#rows += 1;
    if (figures.size + unread.length === 0) this.#without += 1;
    for (const label of labels.keys()) this.#labels.add(label);
    for (const figure of figures.keys()) this.#countsOf(figure).read += 1;
    for (const figure of unread) this.#countsOf(figure).unread += 1;
    for (const figure of missing) this.#countsOf(figure).missing += 1;
    const currency = labels.get('currency');
    if (currency !== undefined) this.currencies.add(currency);
  }

  get labels(): string[] {
    return [...this.#labels];
  }

  /** One that is null throughout is none of this report. */
  get figures(): string[] {
    return [...this.#figures].flatMap(([figure, { read, unread }]) =>
      figure === this.#main || read + unread > 0 ? [figure] : [],
    );
  }

  /** A sentence on what is missing in the sums, or none. */
  unread(): string[] {
    const names = this.#main === undefined ? this.figures : new Set([this.#main, ...this.figures]);
    const counts = [...names].map((figure) => [figure, this.#notRead(figure)] as const);
    const told = this.#main === undefined ? [...counts, ['any figure', this.#without] as const] : counts;
    const parts = told.flatMap(([figure, count]) =>
      count > 0 ? [`${figure} in ${count} of ${this.#rows} rows`] : [],
    );
    if (parts.length === 0) return [];
    const more = parts.length > MOST_TOLD ? `; and ${parts.length - MOST_TOLD} more figures` : '';
    const named = parts.slice(0, MOST_TOLD).join('; ');
    return [`Not readable as a number, and missing in the totals: ${named}${more}.`];
  }

  #notRead(figure: string): number {
    const { read, unread, missing } = this.#countsOf(figure);
    return figure === this.#main ? this.#rows - read : unread + missing;
  }

  #countsOf(figure: string): Counts {
    let counts = this.#figures.get(figure);
    if (counts === undefined) {
      counts = { read: 0, unread: 0, missing: 0 };
      this.#figures.set(figure, counts);
    }
    return counts;
  }
}
