/** What is drawn of a report, whichever tool made it. */
import type { Figure } from './figure.ts';

/** One line of the head: what it is, and what it amounts to. */
export type Fact = { name: string; figure: Figure; unit?: string };

export type Row = {
  /** Rows without a name stand for many: what is not shown, and what the API says nobody's. */
  kind: 'named' | 'rest' | 'nobody';
  label: string;
  /** What of it is not active any more, or unknown. */
  states: string[];
  /** Rows of different ones are never drawn to the same scale. */
  unit?: string;
  /** By measure. */
  figures: Map<string, Figure>;
  /** Of the period before, where the report compares. */
  before?: Figure;
  /** All that the report says of it, by column. */
  cells: [column: string, text: string][];
};

export type Table = { caption: string; columns: string[]; rows: string[][]; note?: string };

/** In one currency. */
export type Forecast = {
  unit?: string;
  spent: Figure;
  low: Figure;
  end: Figure;
  high: Figure;
  method: string;
};

export type Report = {
  heading: string;
  period: string;
  /** That all of it is make-believe. */
  sandbox?: string;
  /** Why it is not whole. */
  why?: string;
  note?: string;
  facts: Fact[];
  forecasts: Forecast[];
  /** Never empty; the first is drawn first. */
  measures: string[];
  /** The rows follow each other in time. */
  isTime: boolean;
  rows: Row[];
  /** The rows, and what else the report has. */
  tables: Table[];
};
