/** What a report is: from its checked arguments and what it may read to the answer. */
import type { ReportReads } from './report-reads.ts';

export type ReportInputs = {
  /** Checked arguments, with IDs in the place of names. */
  values: Record<string, unknown>;
  reads: ReportReads;
  /** Projects with a key of their own; undefined among them for a key of which nothing says whose it is. */
  projectKeys(): Promise<(string | undefined)[]>;
  /** Milliseconds since 1970. */
  now: number;
};

export type Report = (inputs: ReportInputs) => Promise<Record<string, unknown>>;
