/** Rows of a list as a table: the names of its columns once, and a row of values for each. */
import { isRecord } from '../model/record.ts';
import { forEachMember, isListOfPlainObjects, step, withoutTypedLevels } from './flat-members.ts';
import { LongText } from './long-text.ts';
import { USUAL_MAPS } from './shape-value.ts';

/** Columns are named once. */
export type Table = { columns: string[]; rows: unknown[][] };

/** Models lose count of the values of a longer row. */
const MAX_COLUMNS = 12;
const MAX_INNER_COLUMNS = 6;

/** What of a list has to do with its form. */
export type TableForm = {
  /** The spec's word; without one, a table where it needs few columns. */
  rows: 'table' | 'objects' | undefined;
  /** Members whose keys belong to the organization: one value each. */
  maps: readonly string[];
};

/**
 * Undefined where objects say it better. Columns are in the order in which they first appear; a value that a row does
 * not have is null.
 */
export function tableOf(items: readonly unknown[], { rows, maps }: TableForm): Table | undefined {
  if (rows === 'objects' || items.length === 0 || !items.every(isRecord)) return undefined;
  const [first = {}] = items;
  const names = Object.keys(first);
  if (names.length > 0 && items.every((item) => isPlainRow(item, names))) {
    if (rows !== 'table' && names.length > MAX_COLUMNS) return undefined;
    return { columns: names.map((name) => step('', name)), rows: items.map(Object.values) };
  }
  const isMap = (name: string) => USUAL_MAPS.includes(name) || maps.includes(name);
  const staysWhole = (value: unknown, name: string) =>
    Array.isArray(value) || value instanceof LongText || isMap(name);
  const found = new Map<string, unknown[]>();
  items.forEach((item, index) => {
    forEachMember(withoutTypedLevels(item), staysWhole, (name, value) => {
      let values = found.get(name);
      if (values === undefined) {
        values = items.map(() => null);
        found.set(name, values);
      }
      values[index] = value;
    });
  });
  if (rows !== 'table' && found.size > MAX_COLUMNS) return undefined;
  const columns = [...found].map(([name, values]) => columnOf(name, values));
  return {
    columns: columns.map(({ name }) => name),
    rows: items.map((_, index) => columns.map(({ values }) => values[index])),
  };
}

/** Whether it has these members in this order, and none of them holds others: most lists, which need no more looking at. */
function isPlainRow(item: Record<string, unknown>, names: readonly string[]): boolean {
  let index = 0;
  for (const name in item) {
    if (name !== names[index] || typeof item[name] === 'object') return false;
    index += 1;
  }
  return index === names.length;
}

/** A column of lists of objects names their members once, too: `projects[id, name]`. */
function columnOf(name: string, values: unknown[]): { name: string; values: unknown[] } {
  const lists = values.filter((value) => value !== null);
  const inner = lists.every(isListOfPlainObjects)
    ? [...new Set(lists.flat().flatMap((item) => Object.keys(item as object)))]
    : [];
  if (inner.length === 0 || inner.length > MAX_INNER_COLUMNS) return { name, values };
  return {
    name: `${name}[${inner.join(', ')}]`,
    values: values.map(
      (value) =>
        (value as Record<string, unknown>[] | null)?.map((item) => inner.map((key) => item[key] ?? null)) ??
        null,
    ),
  };
}
