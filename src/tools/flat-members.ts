/** Nested members under dotted names, each with its value, so that an object becomes a row or can be cut anywhere. */
import { isRecord } from '../model/record.ts';
import { LongText } from './long-text.ts';

/** Names that would be misread behind a dot, and names that belong to the organization, stand in brackets. */
const AMBIGUOUS = /[.[\]"]|^$/;

/**
 * Every member that holds no others, in order: `{ owner: { id } }` gives `owner.id`. No two have the same name; what is
 * no container has the name ''.
 * @param staysWhole for a container that is a value of its own
 */
export function forEachMember(
  value: unknown,
  staysWhole: (value: unknown, name: string) => boolean,
  take: (name: string, value: unknown) => void,
  path = '',
  name = '',
): void {
  const isContainer = typeof value === 'object' && value !== null && !staysWhole(value, name);
  const names = isContainer ? Object.keys(value) : [];
  if (names.length === 0) take(path, value);
  for (const inner of names)
    forEachMember((value as Record<string, unknown>)[inner], staysWhole, take, step(path, inner), inner);
}

/** The name of a member of what is called `path`. */
export function step(path: string, name: string): string {
  if (AMBIGUOUS.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** A list that holds neither lists nor objects. */
export function isListOfScalars(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
}

/** Objects without containers in them: rows of a small table inside a row. */
export function isListOfPlainObjects(value: unknown): value is Record<string, unknown>[] {
  return (
    Array.isArray(value) &&
    value.every((item) => isRecord(item) && Object.values(item).every((member) => typeof member !== 'object'))
  );
}

function holdsNoContainer(value: Record<string, unknown>): boolean {
  for (const name in value) if (typeof value[name] === 'object') return false;
  return true;
}

/**
 * `{ type: 'user', user: { id } }` as `{ type: 'user', id }`, at any depth: the type says whose members they are. Left
 * alone where two would have the same name, or more than one member is an object.
 */
export function withoutTypedLevels(value: unknown): unknown {
  if (!isRecord(value) || value instanceof LongText || holdsNoContainer(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, withoutTypedLevels(member)] as const);
  const typed = typeof value.type === 'string' ? entries.find(([name]) => name === value.type) : undefined;
  const inner = typed?.[1];
  const others = entries.filter((entry) => entry !== typed);
  if (
    !isRecord(inner) ||
    inner instanceof LongText ||
    others.some(([name, member]) => isRecord(member) || Object.hasOwn(inner, name))
  ) {
    return entries.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(entries);
  }
  return Object.fromEntries([...others, ...Object.entries(inner)]);
}
