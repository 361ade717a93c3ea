/** Objects in YAML that refuse unknown keys and name the closest known one. */
import * as z from 'zod';
import { nearest } from '../text/nearest.ts';

/** Tells of unknown keys on one line for each. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown key${suggestion(key, known)}`).join('\n')
        : undefined,
  });
}

function suggestion(key: string, known: string[]): string {
  const match = nearest(key, known);
  return match === undefined ? `; known here: ${known.join(', ')}` : `; did you mean ${match}?`;
}
