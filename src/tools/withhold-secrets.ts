/** Owns taking one-time secrets out of a response before anyone reads it. */
import { isRecord } from './check-value.ts';

const WITHHELD = '[not shown]';

/** A copy of `body` with the value at each dotted path replaced, where there is one. */
export function withholdSecrets(body: unknown, paths: readonly string[]): unknown {
  return paths.reduce<unknown>((value, path) => withhold(value, path.split('.')), body);
}

function withhold(value: unknown, path: string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value === null || value === undefined ? value : WITHHELD;
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: withhold(value[key], rest) };
}
