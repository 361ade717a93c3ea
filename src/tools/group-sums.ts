/** The figures of rows added up by their labels. */
import Big from 'big.js';
import { exactNumber } from './exact-number.ts';
import { emptyRow, type Row } from './report-rows.ts';

export class GroupSums {
  readonly #groups = new Map<string, Row>();
  readonly #keys: readonly unknown[];
  readonly #levels: readonly string[];

  /** @param keys the labels that make a group, @param levels the figures that mean nothing when they are added up */
  constructor(keys: readonly unknown[], levels: readonly string[]) {
    this.#keys = keys;
    this.#levels = levels;
  }

  add({ labels, figures }: Row): void {
    const key = JSON.stringify(this.#keys.map((label) => labels.get(label as string) ?? null));
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = emptyRow();
      this.#groups.set(key, group);
    }
    // Whatever else names a group stands beside it, the newest where it changed; what may count something is no sum.
    for (const [label, value] of labels) {
      group.labels.set(label, this.#keys.includes(label) || isName(value) ? value : null);
    }
    for (const [figure, value] of figures) {
      if (this.#levels.includes(figure)) continue;
      const sum = group.figures.get(figure);
      group.figures.set(figure, sum === undefined ? value : value.plus(sum));
    }
  }

  /** The same rows without one of the labels. */
  without(label: string): GroupSums {
    const sums = new GroupSums(
      this.#keys.filter((key) => key !== label),
      this.#levels,
    );
    for (const group of this.#groups.values()) {
      group.labels.delete(label);
      sums.add(group);
    }
    return sums;
  }

  largestFirst(figure: string | undefined): Row[] {
    const sizeOf = ({ figures }: Row) => figures.get(figure ?? '') ?? new Big(0);
    return [...this.#groups.values()].sort((one, other) => sizeOf(other).cmp(sizeOf(one)));
  }
}

function isName(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && exactNumber(value) === undefined);
}
