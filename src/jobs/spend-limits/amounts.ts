/** What a caller asks of a spend limit or an alert: dollars, or percent of what the limit is. Amounts are in cents. */
import { ArgumentError } from '../../tools/argument-error.ts';
import { readFactor } from '../percent-change.ts';

/** `none` takes the limit away; `text` is the change as it was asked for. */
export type LimitAsked = { cents: number } | { factor: number; text: string } | 'none';

export type AlertAsked = { cents: number } | { share: number; text: string };

const DOLLARS = /^\$?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)$/;
const SHARE = /^\d+(?:\.\d+)?\s*%$/;

/** As the API's own tools allow it: what is more is no budget. */
const MAX_CENTS = 100_000_000_000;

/**
 * `500`, `$1,500.50`; `+20%`, `-50%` and `50%` of what it is; `none`.
 * @throws ArgumentError
 */
export function readLimitAsked(argument: string, text: string): LimitAsked {
  const given = text.trim();
  if (given.toLowerCase() === 'none') return 'none';
  const factor = readFactor(given);
  if (factor !== undefined) {
    if (factor > 0) return { factor, text: given };
    throw new ArgumentError([
      `${argument}: ${given} would leave nothing. Pass an amount, or "none" to take the limit away.`,
    ]);
  }
  const cents = centsIn(given);
  if (cents !== undefined && cents > 0) return { cents };
  throw new ArgumentError([
    `${argument}: pass dollars such as 500 or 1,500.50, a change such as +20%, -50% or 50% of what it is, or "none" to take the limit away.`,
  ]);
}

/**
 * `400`, `$400`; `80%` of the limit.
 * @throws ArgumentError
 */
export function readAlertAsked(argument: string, text: string): AlertAsked {
  const given = text.trim();
  const share = SHARE.test(given) ? readFactor(given) : undefined;
  if (share !== undefined && share > 0) return { share, text: given };
  const cents = centsIn(given);
  if (cents !== undefined) return { cents };
  throw new ArgumentError([`${argument}: pass dollars such as 400, or percent of the limit such as 80%.`]);
}

export function dollars(cents: number): string {
  return `$${plainDollars(cents)}`;
}

/** As it can be given back. */
export function plainDollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** More than there may be counts as none. */
function centsIn(text: string): number | undefined {
  const [, written] = DOLLARS.exec(text) ?? [];
  if (written === undefined) return undefined;
  const cents = Math.round(Number(written.replaceAll(',', '')) * 100);
  return cents <= MAX_CENTS ? cents : undefined;
}
