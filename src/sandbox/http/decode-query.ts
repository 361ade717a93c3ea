/** How a query string becomes a plain record: `name[]=` lists, `name[key]=` objects, plain names. */
import { badRequest } from './api-fault.ts';

/** A plain name that came more than once; only parameters that are documented without brackets accept it. */
export class RepeatedName {
  readonly values: string[];
  constructor(values: string[]) {
    this.values = values;
  }
}

/** Gives one entry a parameter, its values still strings. */
export function decodeQuery(search: URLSearchParams): Record<string, unknown> {
  const decoded = new Map<string, unknown>();
  for (const [wireName, value] of search) {
    const [, name = wireName, key] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(wireName) ?? [];
    decoded.set(name, join(decoded.get(name), name, key, value));
  }
  return Object.fromEntries(decoded);
}

function join(earlier: unknown, name: string, key: string | undefined, value: string): unknown {
  if (key === '') {
    if (earlier === undefined) return [value];
    if (Array.isArray(earlier)) return [...earlier, value];
  } else if (key !== undefined) {
    if (earlier === undefined) return { [key]: value };
    if (typeof earlier === 'object' && earlier !== null && !Array.isArray(earlier)) {
      return { ...earlier, [key]: value };
    }
  } else {
    if (earlier === undefined) return value;
    if (typeof earlier === 'string') return new RepeatedName([earlier, value]);
    if (earlier instanceof RepeatedName) return new RepeatedName([...earlier.values, value]);
  }
  throw badRequest(`Parameter '${name}' is given in two different forms.`, name, 'invalid_type');
}
