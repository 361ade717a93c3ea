/** What of an answer need not be said: what the call did not want, and what stands in the same row already. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** Members that an argument of `in: answer` with the value false leaves out. */
export function unwantedMembers({ params }: ToolSpec, values: Record<string, unknown>): string[] {
  return Object.entries(params).flatMap(([name, param]) =>
    param.in === 'answer' && values[name] === false ? (param.shows ?? []) : [],
  );
}

/** A copy without those members. */
export function withoutMembers(row: unknown, names: readonly string[]): unknown {
  if (!isRecord(row) || names.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/**
 * A copy without each member that has the very value of the one that it repeats; another value stays.
 * @param repeats by dotted name, such as `user.email`, the name of the member of the row that says the same
 */
export function withoutRepeats(row: unknown, repeats: Record<string, string>): unknown {
  if (!isRecord(row)) return row;
  return Object.entries(repeats).reduce((left, [path, told]) => {
    const value = row[told];
    if (typeof value === 'object' || value === undefined) return left;
    return without(left, path.split('.'), value);
  }, row);
}

function without(row: Record<string, unknown>, [name = '', ...inner]: string[], value: unknown) {
  const member = row[name];
  if (inner.length === 0) {
    if (member !== value) return row;
    const { [name]: _, ...others } = row;
    return others;
  }
  if (!isRecord(member)) return row;
  const left: Record<string, unknown> = without(member, inner, value);
  return { ...row, [name]: left };
}

/** Of a mask this long the length says nothing. */
const MASK = /^[^*]*\*{4,}(?=[^*]{2,8}$)/;

/** A copy in which masked texts are their legible ends, by which people know a key. */
export function withShortMasks(row: unknown, names: readonly string[]): unknown {
  if (!isRecord(row) || names.length === 0) return row;
  const shorten = (value: unknown) => (typeof value === 'string' ? value.replace(MASK, '…') : value);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, names.includes(name) ? shorten(value) : value]),
  );
}
