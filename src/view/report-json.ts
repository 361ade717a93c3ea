/** What reports of costs and of usage have in common, read from their JSON. */
import { isRecord } from '../model/record.ts';
import { type Figure, figureOf, inWords, textOf } from './figure.ts';
import type { Fact, Row, Table } from './report.ts';

export type Json = Record<string, unknown>;

export const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Columns, and rows of as many values each. */
export type RawTable = { columns: string[]; rows: unknown[][] };

export function readTable(json: Json): RawTable | undefined {
  const { columns, rows } = json;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string')) return undefined;
  if (!Array.isArray(rows)) return undefined;
  const areWhole = rows.every((row) => Array.isArray(row) && row.length === columns.length);
  return areWhole ? { columns, rows } : undefined;
}

/** By what rows are told apart. */
const DIMENSIONS = [
  'project',
  'model',
  'line_item',
  'user',
  'api_key',
  'service_tier',
  'batch',
  'day',
  'week',
  'hour',
];
const TIMES = ['day', 'week', 'hour'];

const dimensionsIn = (columns: readonly string[]) => columns.filter((name) => DIMENSIONS.includes(name));

/** Whether the rows are days, weeks or hours and nothing besides. */
export function isTimeAlone(columns: readonly string[]): boolean {
  const [only, another] = dimensionsIn(columns);
  return another === undefined && TIMES.includes(only ?? '');
}

export function namedRow(
  columns: readonly string[],
  values: readonly unknown[],
  measures: readonly string[],
  unit: string | undefined,
): Row {
  const of = (column: string) => values[columns.indexOf(column)];
  return {
    kind: 'named',
    label: labelOf(columns, values),
    states: columns.flatMap((column) => stateIn(column, of(column))),
    ...(unit !== undefined && { unit }),
    figures: new Map(measures.map((measure) => [measure, figureOf(of(measure))])),
    ...(columns.includes('before') && { before: figureOf(of('before')) }),
    cells: columns.map((column) => [inWords(column), figureOf(of(column)).text]),
  };
}

/** What is no row of its own: the rest, and what is nobody's. */
export function sumRow(
  kind: Exclude<Row['kind'], 'named'>,
  label: string,
  figures: readonly (readonly [measure: string, figure: Figure])[],
  unit?: string,
): Row {
  return {
    kind,
    label,
    states: [],
    ...(unit !== undefined && { unit }),
    figures: new Map(figures),
    cells: [['what', label], ...figures.map(([name, { text }]): [string, string] => [inWords(name), text])],
  };
}

export const restName = ({ rows }: Json) => `Rest, ${figureOf(rows).text} ${rows === 1 ? 'row' : 'rows'}`;

/** What is active needs no word, and what has no ID has no state. */
function stateIn(column: string, value: unknown): string[] {
  const [, of] = /^(?:(.+)_)?state$/.exec(column) ?? [];
  if (!/(?:^|_)state$/.test(column) || typeof value !== 'string' || value === 'active') return [];
  return [of === undefined ? value : `${inWords(of)} ${value}`];
}

/** Names, or the IDs of what has none. */
function labelOf(columns: readonly string[], values: readonly unknown[]): string {
  const of = (column: string) => values[columns.indexOf(column)];
  const parts = dimensionsIn(columns).map((dimension) => {
    const value = of(dimension) ?? of(`${dimension}_id`) ?? of('id');
    if (value === null || value === undefined) return `${inWords(dimension)} not attributed`;
    return typeof value === 'boolean' ? `${inWords(dimension)}: ${value}` : textOf(value);
  });
  return parts.join(' · ');
}

export function shownTable(caption: string, { columns, rows }: RawTable, note?: string): Table {
  return {
    caption,
    columns: columns.map(inWords),
    rows: rows.map((values) => values.map((value) => figureOf(value).text)),
    ...(note !== undefined && { note }),
  };
}

/** A sum under the rows, by column. */
export type SumLine = { name: string; values: Record<string, string> };

/** The rows as they came, and below them what they add up to with what is not shown. */
export function tableWithSums(table: RawTable, sums: readonly SumLine[]): Table {
  const { caption, columns, rows } = shownTable('All rows', table);
  const lines = sums.map(({ name, values }) =>
    table.columns.map((column, index) => (index === 0 ? name : (values[column] ?? ''))),
  );
  return { caption, columns, rows: [...rows, ...lines] };
}

/** Where the rows went into a file in place of the answer. */
export function savedFact({ saved }: Json): Fact | undefined {
  if (!isRecord(saved) || typeof saved.file !== 'string') return undefined;
  return { name: 'saved', figure: { text: `${saved.file}, ${figureOf(saved.rows).text} rows` } };
}

export function periodOf(json: Json): string | undefined {
  const { period } = json;
  if (!isRecord(period) || typeof period.from !== 'string' || typeof period.to !== 'string') return undefined;
  return `${period.from} to ${period.to}, end excluded`;
}

/** What the report says of itself. */
export function remarksOf(json: Json) {
  const sandbox = optionalText(json.sandbox);
  const note = optionalText(json.note);
  const isWhole = json.complete === true;
  const why = optionalText(json.why) ?? 'The report does not say why.';
  return { ...(sandbox && { sandbox }), ...(note && { note }), ...(!isWhole && { why }) };
}
