/** Which limits are asked of which models: by the call, or as another project has them; pure. */
import { isRecord } from '../../model/record.ts';
import { matchesGlob } from '../../text/glob.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { LIMITS, type LimitChange, type LimitName, numberIn, readLimitChange } from './limit-change.ts';

/** What is asked of the models that one of the names or patterns fits. */
export type Asked = { models: string[]; changes: [LimitName, LimitChange][] };

const NAMES = Object.keys(LIMITS) as LimitName[];

/** @throws ArgumentError */
export function readAsked(limits: unknown): Asked[] {
  const entries = Array.isArray(limits) ? limits.filter(isRecord) : [];
  return entries.map(({ models = '*', ...numbers }) => ({
    models: modelsIn(String(models)),
    changes: NAMES.flatMap((name): Asked['changes'] =>
      numbers[name] === undefined ? [] : [[name, readLimitChange(name, String(numbers[name]))]],
    ),
  }));
}

function modelsIn(text: string): string[] {
  const models = text.split(',').flatMap((one) => one.trim() || []);
  if (models.length > 0) return models;
  throw new ArgumentError(['models: pass a name or a pattern such as gpt-5*, or leave it out for all.']);
}

/** The same numbers as another project has. */
export function askedLike(rows: readonly Record<string, unknown>[]): Asked[] {
  return rows.flatMap((row) => {
    const changes = NAMES.flatMap((name): Asked['changes'] => {
      const number = numberIn(row, name);
      return number === undefined ? [] : [[name, () => number]];
    });
    return typeof row.model === 'string' && changes.length > 0 ? [{ models: [row.model], changes }] : [];
  });
}

/**
 * What each layer says of the numbers of this model, in their order.
 * @param met takes the entries that fit it
 */
export function askedOf(
  model: string,
  layers: readonly (readonly Asked[])[],
  met: Set<Asked>,
): Map<LimitName, LimitChange[]> {
  const written = (one: string) => (/[*?]/.test(one) ? one.replace(/[*?]/g, '').length : 1_000);
  const fits = (one: string) => matchesGlob(one.toLowerCase(), model.toLowerCase());
  const closeness = ({ models }: Asked) => Math.max(-1, ...models.filter(fits).map(written));
  const all = new Map<LimitName, LimitChange[]>();
  for (const layer of layers) {
    const fitting = layer.filter((asked) => closeness(asked) >= 0);
    for (const asked of fitting) met.add(asked);
    const closestLast = fitting.sort((one, other) => closeness(one) - closeness(other));
    for (const [name, change] of new Map(closestLast.flatMap(({ changes }) => changes))) {
      all.set(name, [...(all.get(name) ?? []), change]);
    }
  }
  return all;
}
