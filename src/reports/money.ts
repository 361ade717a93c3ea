/** Amounts of money added up exactly, never across currencies. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { exactNumber, shownNumber } from '../tools/exact-number.ts';

/** In the currency's main unit. */
export type Amount = { value: Big; currency: string };

/** What stands where a row names no currency. */
const NO_CURRENCY = 'unknown';

/** Undefined for what is no amount: nothing may be taken for zero. */
export function readAmount(amount: unknown): Amount | undefined {
  if (!isRecord(amount)) return undefined;
  const value = exactNumber(amount.value);
  if (value === undefined) return undefined;
  const { currency } = amount;
  return { value, currency: typeof currency === 'string' ? currency.toLowerCase() : NO_CURRENCY };
}

/** Sums by currency. */
export class Money {
  readonly #sums = new Map<string, Big>();

  add({ value, currency }: Amount): void {
    this.#sums.set(currency, value.plus(this.#sums.get(currency) ?? 0));
  }

  addAll(other: Money): void {
    for (const [currency, value] of other.#sums) this.add({ currency, value });
  }

  in(currency: string): Big {
    return this.#sums.get(currency) ?? new Big(0);
  }

  /** In order of the alphabet. */
  get currencies(): string[] {
    return [...this.#sums.keys()].sort();
  }

  /** One number where there is one currency or none, otherwise a number for each. */
  shown(currencies: readonly string[]): number | string | Record<string, number | string> {
    const [only, another] = currencies;
    if (another === undefined) return shownNumber(this.in(only ?? ''));
    return Object.fromEntries(currencies.map((currency) => [currency, shownNumber(this.in(currency))]));
  }
}

/** Of a whole, to a tenth; null where the whole is nothing. */
export function sharePercent(part: Big, whole: Big): number | null {
  return whole.gt(0) ? part.times(100).div(whole).round(1).toNumber() : null;
}
