/** The numbers of a rate limit: what they are, and what a caller asks of one, a number or percent of what it is. */
import { ArgumentError } from '../../tools/argument-error.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import { readFactor } from '../percent-change.ts';

/** The numbers of a rate limit that a job sets, and their names in the API. */
export const LIMITS = {
  requests_per_minute: 'max_requests_per_1_minute',
  tokens_per_minute: 'max_tokens_per_1_minute',
  images_per_minute: 'max_images_per_1_minute',
  audio_megabytes_per_minute: 'max_audio_megabytes_per_1_minute',
  requests_per_day: 'max_requests_per_1_day',
  batch_tokens_per_day: 'batch_1_day_max_input_tokens',
} as const;
export type LimitName = keyof typeof LIMITS;

/** Undefined where there is none, or it cannot be read. */
export function numberIn(row: Record<string, unknown>, name: LimitName): number | undefined {
  return exactNumber(row[LIMITS[name]])?.toNumber();
}

/** The new number, of what it is now; undefined for percent of what is not known. */
export type LimitChange = (now: number | undefined) => number | undefined;

const NUMBER = /^\d{1,3}(?:[,_ ]?\d{3})*$|^\d+$/;
const SHORT = /^(\d+(?:\.\d+)?)\s*([kKmM])$/;

/**
 * `500`, `10,000`, `2M`; `+20%` and `-50%` of what it is now, `50%` half of it, rounded to whole numbers.
 * @throws ArgumentError
 */
export function readLimitChange(argument: string, text: string): LimitChange {
  const given = text.trim();
  if (NUMBER.test(given)) {
    const number = Number(given.replace(/\D/g, ''));
    if (Number.isSafeInteger(number)) return () => number;
  }
  const short = SHORT.exec(given);
  if (short !== null) {
    const number = Math.round(Number(short[1]) * (short[2]?.toLowerCase() === 'k' ? 1_000 : 1_000_000));
    return () => number;
  }
  const factor = readFactor(given);
  if (factor === undefined) {
    throw new ArgumentError([
      `${argument}: pass a number such as 500 or 2M, or a change such as +20%, -50% or 50% of what it is.`,
    ]);
  }
  if (factor < 0) throw new ArgumentError([`${argument}: ${given} would be less than nothing.`]);
  return (now) => (now === undefined ? undefined : Math.round(now * factor));
}
