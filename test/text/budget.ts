/** Budgets of answers, counted as the built program counts. */
import { readTokens } from '../../scripts/read-tokens.ts';
import { type CountTokens, tokenCounter } from '../../src/text/count-tokens.ts';
import type { Budget } from '../../src/tools/fit-budget.ts';

let count: CountTokens | undefined;

export const countTokens: CountTokens = (text) => {
  count ??= tokenCounter(readTokens());
  return count(text);
};

export const budgetOf = (maxTokens: number): Budget => ({ maxTokens, countTokens });
