/** What shaping an answer needs to know besides the answer. */
import type { Asked } from './answer-position.ts';
import type { Budget } from './fit-budget.ts';

export type ShapeOptions = {
  asked: Asked;
  revealSecrets: boolean;
  /** What the caller should know about the call itself. */
  notes: readonly string[];
  /** The checked arguments, by which reports are grouped. */
  values: Record<string, unknown>;
  /** Milliseconds since 1970: what is younger than a day may still grow. */
  now: number;
  /** What the answer took as it came; unknown when absent. */
  bytes?: number | undefined;
  /** Of the whole answer. */
  budget: Budget;
};

export type FitOptions = ShapeOptions & {
  /** By how much less room is used than seems to be there, since with all of it the answer became too long. */
  divisor: number;
  /** All rows are taken to fit, without counting. */
  isSmall: boolean;
};

/** How the values of one answer are shown. */
export type Shaping = {
  /** Of a row of a list, or of a thing, what is to be shown of it, as it came. */
  chosen(value: unknown): unknown;
  /** What was chosen, or any one value of it together with what holds that. */
  shown(chosen: unknown): unknown;
  /** What stands beside rows. */
  beside(value: Record<string, unknown>): Record<string, unknown>;
};
