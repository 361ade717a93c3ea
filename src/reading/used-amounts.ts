/** What a row of usage counts against rate limits, and of which limit's model it is. */
import { exactNumber } from '../tools/exact-number.ts';

export type Amounts = { requests: number; tokens: number; images: number };

export const NO_AMOUNTS: Amounts = { requests: 0, tokens: 0, images: 0 };

/** Undefined where any of it cannot be read. Cached tokens are a part of the input and count in full. */
export function amountsIn(row: Record<string, unknown>): Amounts | undefined {
  const [requests, input, output, images] = FIGURES.map((name) => figure(row[name]));
  return requests === undefined || input === undefined || output === undefined || images === undefined
    ? undefined
    : { requests, tokens: input + output, images };
}

export function plus(one: Amounts, other: Amounts): Amounts {
  return {
    requests: one.requests + other.requests,
    tokens: one.tokens + other.tokens,
    images: one.images + other.images,
  };
}

/** A limit goes by the model's name, use by that of its version: gpt-5-mini-2025-08-07. */
export function isOfModel(limited: string, used: string): boolean {
  return (
    used === limited ||
    (used.startsWith(`${limited}-`) && /^\d{4}-\d\d-\d\d$/.test(used.slice(limited.length + 1)))
  );
}

const FIGURES = ['num_model_requests', 'input_tokens', 'output_tokens', 'images'];

/** A kind of use has only some of them. */
function figure(value: unknown): number | undefined {
  return value === undefined || value === null ? 0 : exactNumber(value)?.toNumber();
}
