/** Placing what the grammar found wrong at its line and column. */
import type { z } from 'zod';
import type { SpecDocument } from './spec-document.ts';
import { MAX_TOLD_MISTAKES, type SpecMistake } from './spec-error.ts';

/** One mistake for each unknown key and for every other issue, of which as many get their own place as are told. */
export function schemaMistakes(document: SpecDocument, error: z.ZodError): SpecMistake[] {
  return error.issues.flatMap((issue) => toMistakes(document, issue));
}

function toMistakes(document: SpecDocument, issue: z.core.$ZodIssue): SpecMistake[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => {
      const place = index < MAX_TOLD_MISTAKES ? [...issue.path, key] : issue.path;
      return document.mistakeAt(place, `${key}: ${messages[index] ?? issue.message}`);
    });
  }
  const where = issue.path.length > 0 ? `${String(issue.path.at(-1))}: ` : '';
  // A name that breaks the rules for names: the rule stands in the issue inside.
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : wrongType(issue);
  return [document.mistakeAt(issue.path, where + (message ?? issue.message))];
}

const WRITE: Record<string, string> = {
  array: 'write a list',
  object: 'write keys with values',
  record: 'write keys with values',
  number: 'write a number',
  int: 'write a whole number',
  string: 'write a text',
  boolean: 'write true or false',
};

/** In words of whoever writes YAML; undefined for what has none. */
function wrongType(issue: z.core.$ZodIssue): string | undefined {
  // A grammar's own words come first; zod's begin like this.
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return undefined;
  const write = WRITE[issue.expected];
  return write && issue.message.endsWith('received undefined') ? `is missing; ${write}` : write;
}
