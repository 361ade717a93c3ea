/** Owns the strictness of every YAML file of ours: an unknown key is a mistake, told with the nearest known one. */
import * as z from 'zod';
import { nearest } from '../text/nearest.ts';

/** An object that refuses unknown keys and names the closest known one, on one line for each unknown key. */
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
