/** Finding one-time secrets in a response, and taking them out before anyone reads it. */
import { isRecord } from '../model/record.ts';
import { NOT_SHOWN } from '../text/left-out.ts';

/** A copy of `body` with the value at each dotted path replaced, where there is one. */
export function withholdSecrets(body: unknown, paths: readonly string[]): unknown {
  return paths.reduce<unknown>((value, path) => withhold(value, path.split('.')), body);
}

/** The texts at the dotted paths. */
export function secretsAt(body: unknown, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const value = path
      .split('.')
      .reduce<unknown>(
        (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
        body,
      );
    return typeof value === 'string' ? [value] : [];
  });
}

function withhold(value: unknown, path: string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value === null || value === undefined ? value : NOT_SHOWN;
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: withhold(value[key], rest) };
}
