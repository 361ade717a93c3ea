/** Where a prompt's text and calls name its arguments: `{name}` in a text, or as a whole value of a call. */
import { isRecord } from '../model/record.ts';

const IN_TEXT = /\{([a-z][a-z0-9_]*)\}/g;
const WHOLE = /^\{([a-z][a-z0-9_]*)\}$/;

export function namedInText(text: string): string[] {
  return [...text.matchAll(IN_TEXT)].map(([, name = '']) => name);
}

export function filledText(text: string, value: (name: string) => string): string {
  return text.replace(IN_TEXT, (_, name: string) => value(name));
}

export function namedInValue(value: unknown): string[] {
  if (typeof value === 'string') return [...(WHOLE.exec(value)?.slice(1) ?? [])];
  if (Array.isArray(value)) return value.flatMap(namedInValue);
  return isRecord(value) ? Object.values(value).flatMap(namedInValue) : [];
}

/** The value with arguments in their places; undefined for one whose argument is left out, and for a list of such. */
export function filledValue(value: unknown, given: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    const [, name] = WHOLE.exec(value) ?? [];
    return name === undefined ? value : given[name];
  }
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => filledValue(item, given)).filter((item) => item !== undefined);
  return items.length === 0 && value.length > 0 ? undefined : items;
}
