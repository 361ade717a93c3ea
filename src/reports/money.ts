/** Amounts of money added up exactly, never across currencies. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { exactNumber, shownNumber } from '../tools/exact-number.ts';

/** In the currency's main unit: a whole number of its parts, of which each is ten to the power of minus `places`. */
export type Amount = { parts: bigint; places: number; currency: string };

/** What stands where a row names no currency. */
const NO_CURRENCY = 'unknown';

/** Undefined for what is no amount: nothing may be taken for zero. */
export function readAmount(amount: unknown): Amount | undefined {
  if (!isRecord(amount)) return undefined;
  const text = plainDecimal(amount.value);
  if (text === undefined) return undefined;
  const { currency } = amount;
  const point = text.indexOf('.');
  return {
    parts: BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1)),
    places: point < 0 ? 0 : text.length - point - 1,
    currency: typeof currency === 'string' ? currency.toLowerCase() : NO_CURRENCY,
  };
}

/** As nearly all amounts come, and there may be hundreds of thousands. */
const USUAL = /^-?\d{1,20}(?:\.\d{1,40})?$/;

function plainDecimal(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && USUAL.test(text) ? text : exactNumber(value)?.toFixed();
}

/** Sums by currency. */
export class Money {
  readonly #sums = new Map<string, { parts: bigint; places: number }>();

  add({ parts, places, currency }: Amount): void {
    const sum = this.#sums.get(currency);
    if (sum === undefined) {
      this.#sums.set(currency, { parts, places });
      return;
    }
    const finer = places - sum.places;
    if (finer > 0) {
      sum.parts *= 10n ** BigInt(finer);
      sum.places = places;
    }
    sum.parts += finer < 0 ? parts * 10n ** BigInt(-finer) : parts;
  }

  addAll(other: Money): void {
    for (const [currency, sum] of other.#sums) this.add({ currency, ...sum });
  }

  /** What another has of one currency. */
  addFrom(other: Money, currency: string): void {
    const sum = other.#sums.get(currency);
    if (sum !== undefined) this.add({ currency, ...sum });
  }

  in(currency: string): Big {
    const { parts, places } = this.#sums.get(currency) ?? { parts: 0n, places: 0 };
    return new Big(`${parts}e-${places}`);
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
