/** Placing what the grammar found wrong at its line and column. */
import type { z } from 'zod';
import { plainIssue } from '../text/plain-issue.ts';
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
  return [document.mistakeAt(issue.path, where + plainIssue(issue))];
}
