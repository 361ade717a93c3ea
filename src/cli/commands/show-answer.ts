/** An answer on a terminal or in a pipe: a table, JSON or CSV. */
import { styleText } from 'node:util';
import { csvOf } from '../../exports/csv.ts';
import { EXIT } from '../../host/exit-code.ts';
import { isRecord } from '../../model/record.ts';
import { wrapped } from '../../text/wrapped.ts';
import { CommandFailure } from '../failure.ts';
import { type Alignment, fitColumns } from './align-columns.ts';
import { type AnswerTable, partsOf } from './answer-parts.ts';

export const OUTPUTS = ['table', 'json', 'csv'] as const;
export type Output = (typeof OUTPUTS)[number];

/** What it is shown on: `columns` is the width of a terminal, and absent in a pipe. */
export type Screen = { columns?: number | undefined; hasColour: boolean };

/** What a person gets in a terminal, and a program in a pipe. */
export function usualOutput(stdout: { isTTY?: boolean }): Output {
  return stdout.isTTY ? 'table' : 'json';
}

export function screenOf(
  stdout: { isTTY?: boolean; columns?: number },
  { NO_COLOR, TERM }: Record<string, string | undefined>,
): Screen {
  if (!stdout.isTTY) return { hasColour: false };
  return { columns: stdout.columns, hasColour: (NO_COLOR ?? '') === '' && TERM !== 'dumb' };
}

/** With a line break at its end. @throws CommandFailure for CSV of what is no table */
export async function showAnswer(
  answer: Record<string, unknown>,
  output: Output,
  screen: Screen,
): Promise<string> {
  if (output === 'json')
    return `${JSON.stringify(answer, undefined, screen.columns === undefined ? 0 : 2)}\n`;
  const { facts, tables, sentences } = partsOf(answer);
  if (output === 'csv') return csv(tables[0]);
  const named = facts.map(([name, value]) => [name, factText(value)]);
  const blocks = [
    ...(named.length > 0 ? [await factLines(named, screen)] : []),
    ...(await Promise.all(tables.map((table) => tableLines(table, screen)))),
    ...(sentences.length > 0 ? sentences.map((one) => [wrapped(one, screen.columns)]) : []),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function csv(table: AnswerTable | undefined): string {
  if (table !== undefined) return csvOf(table);
  throw new CommandFailure(EXIT.usage, 'This answer has no table: take --output json.');
}

async function factLines(facts: string[][], { columns }: Screen): Promise<string[]> {
  const width = Math.max(...facts.map(([name = '']) => name.length)) + 2;
  return facts.map(([name = '', text = '']) => {
    const room = columns === undefined ? undefined : Math.max(columns - width, 20);
    return `${name.padEnd(width)}${wrapped(text, room).replaceAll('\n', `\n${' '.repeat(width)}`)}`;
  });
}

async function tableLines({ title, columns, rows }: AnswerTable, screen: Screen): Promise<string[]> {
  const isNumeric = columns.map((_, at) => rows.every((row) => typeof (row[at] ?? 0) === 'number'));
  const isShare = columns.map((name, at) => /(?:^|_)percent$/.test(name) && isNumeric[at]);
  const texts = rows.map((row) =>
    columns.map((_, at) => `${cellText(row[at])}${screen.columns && isShare[at] ? bar(row[at]) : ''}`),
  );
  const alignment = isNumeric.map((numeric, at): Alignment => (numeric && !isShare[at] ? 'right' : 'left'));
  const [head = '', ...lines] = await fitColumns([columns, ...texts], alignment, screen.columns);
  const bold = (text: string) => (screen.hasColour ? styleText('bold', text) : text);
  return [...(title === '' ? [] : [bold(title)]), bold(head), ...lines];
}

/** Ten cells for a hundred percent. */
function bar(percent: unknown): string {
  const eighths = Math.round(Math.min(Math.max(Number(percent ?? 0), 0), 100) * 0.8);
  return ` ${'█'.repeat(eighths >> 3)}${PARTS[eighths & 7]}`;
}

const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function factText(value: unknown): string {
  if (!isRecord(value)) return cellText(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${cellText(one)}`)
    .join(', ');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Rounded for the eye; below one to three digits, so that nothing that is there looks like nothing. */
function numberText(value: number): string {
  const digits =
    Math.abs(value) >= 1 || value === 0 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString('en-US', digits);
}
