/** An answer of a tool as a person reads it: facts, tables and sentences. Pure. */
import { isRecord } from '../../model/record.ts';
import { MORE } from '../../tools/cursor.ts';

export type AnswerTable = { title: string; columns: string[]; rows: unknown[][] };

export type AnswerParts = {
  /** What is told in few words, by its name. */
  facts: [string, unknown][];
  /** The first is what the answer is about. */
  tables: AnswerTable[];
  sentences: string[];
};

/** Told to a model, or by the command in its own way. */
const NOT_SHOWN = ['has_more', 'next_cursor'];

/** The names of sentences. */
const SENTENCES = ['note', 'why', 'stopped'];

export function partsOf(answer: Record<string, unknown>): AnswerParts {
  const parts: AnswerParts = { facts: [], tables: [], sentences: [] };
  const main = tableOf('', answer);
  if (main !== undefined) parts.tables.push(main);
  for (const [name, value] of Object.entries(answer)) {
    if (NOT_SHOWN.includes(name) || (main !== undefined && isOfTable(name, answer))) continue;
    addPart(parts, name, value);
  }
  return parts;
}

function addPart(parts: AnswerParts, name: string, value: unknown): void {
  const last = name.split('.').at(-1) ?? name;
  if (typeof value === 'string' && SENTENCES.includes(last)) {
    const told = value.replace(MORE, '').trim();
    if (told !== '') parts.sentences.push(told);
    return;
  }
  const table = tableOf(name, value);
  if (table !== undefined) parts.tables.push(table);
  if (isRecord(value)) {
    const rest = Object.entries(value).filter(([member]) => table === undefined || !isOfTable(member, value));
    if (rest.every(([, one]) => !isRecord(one) && !holdsRecords(one))) {
      if (rest.length > 0) parts.facts.push([name, Object.fromEntries(rest)]);
      return;
    }
    for (const [member, one] of rest) addPart(parts, `${name}.${member}`, one);
  } else if (table === undefined) {
    parts.facts.push([name, value]);
  }
}

/** `columns` and `rows`, or a list of objects, whatever it is called. */
function tableOf(title: string, value: unknown): AnswerTable | undefined {
  if (holdsRecords(value)) return fromObjects(title, value);
  if (!isRecord(value)) return undefined;
  const { columns, rows, items } = value;
  if (Array.isArray(columns) && Array.isArray(rows)) return { title, columns, rows };
  return holdsRecords(items) ? fromObjects(title, items) : undefined;
}

function isOfTable(member: string, value: Record<string, unknown>): boolean {
  if (Array.isArray(value.columns) && Array.isArray(value.rows))
    return member === 'columns' || member === 'rows';
  return member === 'items' && holdsRecords(value.items);
}

function holdsRecords(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function fromObjects(title: string, objects: Record<string, unknown>[]): AnswerTable {
  const columns = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  return { title, columns, rows: objects.map((one) => columns.map((column) => one[column] ?? null)) };
}
