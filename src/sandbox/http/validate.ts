/** The checks of queries and bodies, and how a failed check reads in the API's error body. */
import * as z from 'zod';
import { type ApiFault, badRequest } from './api-fault.ts';

export const noQuery = z.strictObject({});
export const noBody = z.strictObject({});

/** Gives the query with defaults filled in, or refuses it with 400. */
export function checkQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  return check(schema, query);
}

/** Gives the body, or refuses it with 400. A missing body counts as an empty object. */
export function checkBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  return check(schema, body ?? {});
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? badRequest('The request is invalid.') : toFault(issue);
}

function toFault(issue: z.core.$ZodIssue): ApiFault {
  const param = issue.path.reduce<string>(
    (joined, step) =>
      typeof step === 'number' ? `${joined}[${step}]` : joined ? `${joined}.${String(step)}` : String(step),
    '',
  );
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknown = [param, issue.keys[0]].filter(Boolean).join('.');
      return badRequest(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
    }
    case 'invalid_type':
      if (issue.input === undefined) return missing(param);
      return badRequest(
        `Invalid type for '${param}': expected ${withArticle(issue.expected)}, but got ${describe(issue.input)} instead.`,
        param,
        'invalid_type',
      );
    case 'invalid_value': {
      if (issue.input === undefined) return missing(param);
      const supported = issue.values.map((value) => `'${String(value)}'`).join(', ');
      const message = `Invalid value: ${quote(issue.input)}. Supported values are: ${supported}.`;
      return badRequest(message, param, 'invalid_value');
    }
    case 'too_big':
      return outOfRange(param, issue.origin, 'above_max', `at most ${issue.maximum}`);
    case 'too_small':
      return outOfRange(param, issue.origin, 'below_min', `at least ${issue.minimum}`);
    default:
      return badRequest(`Invalid value for '${param}': ${issue.message}`, param || null, 'invalid_value');
  }
}

function missing(param: string): ApiFault {
  return badRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

function outOfRange(
  param: string,
  origin: string,
  side: 'above_max' | 'below_min',
  expected: string,
): ApiFault {
  const [kind, measure] =
    origin === 'string'
      ? ['string', 'length']
      : origin === 'array' || origin === 'set'
        ? ['array', 'length']
        : origin === 'object' || origin === 'record'
          ? ['object', 'properties']
          : ['integer', 'value'];
  const words = side === 'above_max' ? 'above maximum' : 'below minimum';
  const unit =
    measure === 'value' ? 'a value of' : measure === 'length' ? 'a length of' : 'a number of properties of';
  const message = `Invalid '${param}': ${kind} ${words} ${measure}. Expected ${unit} ${expected}.`;
  return badRequest(message, param, `${kind}_${side}_${measure}`);
}

const ARTICLES: Record<string, string> = {
  int: 'an integer',
  number: 'a number',
  string: 'a string',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

function withArticle(expected: string): string {
  return ARTICLES[expected] ?? expected;
}

function describe(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'an array';
  if (typeof input === 'string') return `the string ${quote(input)}`;
  if (typeof input === 'number') return Number.isInteger(input) ? 'an integer' : 'a decimal number';
  return withArticle(typeof input);
}

/** Long values are cut: an error body is no place for a megabyte that was sent. */
function quote(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? String(input));
  return `'${text.length > 100 ? `${text.slice(0, 100)}...` : text}'`;
}
