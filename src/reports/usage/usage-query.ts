/** What is read of one kind of use, and in which parts. */
import type { DAY_SECONDS } from '../period.ts';
import type { Category } from './categories.ts';
import type { UsageDimension } from './usage-dimension.ts';

export const HOUR_SECONDS = 3600;

export type Width = typeof DAY_SECONDS | typeof HOUR_SECONDS;

export type UsageQuery = {
  category: Category;
  by: readonly UsageDimension[];
  width: Width;
  /** Whole buckets, the end not included. */
  start: number;
  end: number;
  /** The bucket that is not over yet is read besides. */
  withRunning: boolean;
  projects?: readonly string[];
  models?: readonly string[];
};

/** What one request is about; `open` where it has no end. */
export type Part = { start: number; end: number; open: boolean };
export type Failure = [part: Part, error: unknown];
