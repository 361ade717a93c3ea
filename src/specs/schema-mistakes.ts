/** Owns turning what a schema finds wrong in a YAML file into mistakes with their places. */
import type { z } from 'zod';
import type { SpecDocument } from './spec-document.ts';
import type { SpecMistake } from './spec-error.ts';

/** One mistake for each unknown key, one for anything else. */
export function toMistakes(document: SpecDocument, issue: z.core.$ZodIssue): SpecMistake[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) =>
      document.mistakeAt([...issue.path, key], `${key}: ${messages[index] ?? issue.message}`),
    );
  }
  const where = issue.path.length > 0 ? `${String(issue.path.at(-1))}: ` : '';
  // A name that breaks the rules for names: the rule stands in the issue inside.
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return [document.mistakeAt(issue.path, where + (message ?? issue.message))];
}
