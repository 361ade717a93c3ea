/** Objects in YAML that refuse unknown keys and name the closest known one. */
import * as z from 'zod';
import { didYouMean } from '../text/nearest.ts';

/** Tells of unknown keys on one line for each. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  const all = `; known here: ${known.join(', ')}`;
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown key${didYouMean(key, known) || all}`).join('\n')
        : undefined,
  });
}
