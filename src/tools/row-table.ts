/** Rows of a list as a table: the names of its columns once, and a row of values for each. */
import { isRecord } from '../model/record.ts';
import { flatMembers, isListOfPlainObjects, withoutTypedLevels } from './flat-members.ts';
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
  const isMap = (name: string) => USUAL_MAPS.includes(name) || maps.includes(name);
  const staysWhole = (value: unknown, name: string) =>
    Array.isArray(value) || value instanceof LongText || isMap(name);
  const flat = items.map((item) => new Map(flatMembers(withoutTypedLevels(item), staysWhole)));
  const names = new Set<string>();
  for (const row of flat) for (const name of row.keys()) names.add(name);
  if (rows !== 'table' && names.size > MAX_COLUMNS) return undefined;
  const columns = [...names].map((name) => columnOf(name, flat));
  return {
    columns: columns.map(({ name }) => name),
    rows: flat.map((_, index) => columns.map(({ values }) => values[index])),
  };
}

/** A column of lists of objects names their members once, too: `projects[id, name]`. */
function columnOf(name: string, flat: ReadonlyMap<string, unknown>[]): { name: string; values: unknown[] } {
  const values = flat.map((row) => row.get(name) ?? null);
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
