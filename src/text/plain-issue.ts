/** What the schema library found wrong with a value, in plain words that say what to write. */

/** An issue of Zod, as an object or read back from JSON. */
export type SchemaIssue = {
  code?: string | undefined;
  message: string;
  path: readonly unknown[];
  expected?: unknown;
  values?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  divisor?: unknown;
  keys?: unknown;
  issues?: unknown;
};

/** Words of our own for this very value come first; those of the library begin like this. */
const NOT_OURS = /^(Invalid |Too (small|big): |Unrecognized key|Expected )/;

export function plainIssue(issue: SchemaIssue): string {
  if (!NOT_OURS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(String(issue.expected), issue.message);
    case 'invalid_value':
      return oneOf(listOf(issue.values));
    case 'too_small':
      return bounded(issue.origin, Number(issue.minimum), 'least');
    case 'too_big':
      return bounded(issue.origin, Number(issue.maximum), 'most');
    case 'not_multiple_of':
      return `write a multiple of ${String(issue.divisor)}`;
    case 'unrecognized_keys':
      return `unknown key: ${listOf(issue.keys).join(', ')}; take it out`;
    // A name that breaks the rules for names: the rule stands in the issue inside.
    case 'invalid_key':
    case 'invalid_element': {
      const [inside] = listOf(issue.issues) as SchemaIssue[];
      return inside === undefined ? NOT_VALID : plainIssue(inside);
    }
    default:
      return NOT_VALID;
  }
}

const NOT_VALID = 'this is not valid here';

const WRITE: Record<string, string> = {
  array: 'write a list',
  object: 'write keys with values',
  record: 'write keys with values',
  number: 'write a number',
  int: 'write a whole number',
  string: 'write a text',
  boolean: 'write true or false',
};

function wrongType(expected: string, message: string): string {
  const write = WRITE[expected] ?? `write what is of type ${expected}`;
  return message.endsWith('received undefined') ? `is missing; ${write}` : write;
}

function oneOf(values: unknown[]): string {
  const shown = values.map(String).join(', ');
  return values.length === 1 ? `write ${shown}` : `write one of ${shown}`;
}

/** What a bound counts, one and many; a number counts nothing. */
const COUNTED: Record<string, [string, string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  record: ['key', 'keys'],
  object: ['key', 'keys'],
};

function bounded(origin: unknown, bound: number, end: 'least' | 'most'): string {
  const noun = COUNTED[String(origin)];
  if (noun === undefined) return `write ${bound} or ${end === 'least' ? 'more' : 'less'}`;
  return `write at ${end} ${bound} ${bound === 1 ? noun[0] : noun[1]}`;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
