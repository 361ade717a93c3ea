/** Which rate limits of a project have to be set for what was asked, model by model. */
import { isRecord } from '../../model/record.ts';
import { quote } from '../../text/clean.ts';
import { matchesGlob } from '../../text/glob.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import type { EarlierRun, JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { LIMITS, type LimitChange, type LimitName, readLimitChange } from './limit-change.ts';

export const RATE_LIMITS = '/organization/projects/{project_id}/rate_limits';

/** What is asked of the models that one of the names or patterns fits. */
export type Asked = { models: string[]; changes: [LimitName, LimitChange][] };

const NAMES = Object.keys(LIMITS) as LimitName[];

/** @throws ArgumentError */
export function readAsked(limits: unknown): Asked[] {
  const entries = Array.isArray(limits) ? limits.filter(isRecord) : [];
  return entries.map(({ models = '*', ...numbers }) => ({
    models: String(models)
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    changes: NAMES.flatMap((name): Asked['changes'] =>
      numbers[name] === undefined ? [] : [[name, readLimitChange(name, String(numbers[name]))]],
    ),
  }));
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

export type Rates = {
  place: Place;
  /** As OpenAI lists them; of a new project those of another one, since it has none yet. */
  rows: readonly Record<string, unknown>[];
  /** Whose they are, as a person reads it, where it is another one. */
  rowsOf?: string | undefined;
  /** A later layer counts before an earlier one: percent are percent of what the earlier one says. */
  layers: readonly (readonly Asked[])[];
  earlier?: EarlierRun | undefined;
};

/**
 * A step for each model whose numbers are not yet what was asked; where several entries of a layer fit a model, the one
 * with most of its name written out counts.
 * @throws ArgumentError for percent of what a new project has
 */
export function planRateLimits({ place, rows, rowsOf, layers, earlier }: Rates): {
  steps: JobStep[];
  notes: string[];
} {
  const steps: JobStep[] = [];
  const lacking = new Map<string, string[]>();
  const met = new Set<Asked>();
  const where = placeTold(place);
  for (const row of rows) {
    const { id, model } = row;
    if (typeof id !== 'string' || typeof model !== 'string') continue;
    const given: Record<string, number> = {};
    const changes: string[] = [];
    for (const [name, asked] of askedOf(model, layers, met)) {
      const spoken = name.replaceAll('_', ' ');
      const now = numberIn(row, name);
      if (now === undefined) {
        const has = row[LIMITS[name]] === undefined || row[LIMITS[name]] === null;
        const words = has ? `no limit of ${spoken}` : `a limit of ${spoken} that cannot be read`;
        lacking.set(words, [...(lacking.get(words) ?? []), model]);
        continue;
      }
      // What another project has says nothing about a new one.
      const start = place.isNew ? undefined : (before(earlier, place, id, name) ?? now);
      const wanted = asked.reduce<number | undefined>((sum, change) => change(sum), start);
      if (wanted === undefined) {
        throw new ArgumentError([
          `rate_limits: percent of ${spoken} has nothing to count from, since the limits of a new project are not known. Pass a number, or like with a project to start from.`,
        ]);
      }
      if (wanted === now && !place.isNew) continue;
      given[LIMITS[name]] = wanted;
      changes.push(`${spoken}: ${place.isNew ? '' : `${now} -> `}${wanted}`);
    }
    if (changes.length === 0) continue;
    const limit = place.isNew
      ? { listedAt: RATE_LIMITS, ids: [place.id], member: 'model', value: model }
      : id;
    steps.push({
      method: 'update',
      path: `${RATE_LIMITS}/{rate_limit_id}`,
      given: { project_id: place.id, rate_limit_id: limit, ...given },
      about: `Rate limits of ${where}`,
      change: changes.join(', '),
      item: model,
      ...(!place.isNew && { now: row }),
    });
  }
  const known = rowsOf ?? where;
  const notes = [...lacking].map(
    ([words, models]) => `${known}: ${listed(models)} ${models.length === 1 ? 'has' : 'have'} ${words}.`,
  );
  for (const { models } of layers.flat().filter((one) => !met.has(one))) {
    notes.push(`${known} has no rate limit for ${models.map((one) => quote(one)).join(', ')}.`);
  }
  return { steps, notes };
}

/** The call that sets a project's numbers back to what they were; models with the same numbers share an entry. */
export function undoOf(
  { id }: Place,
  steps: readonly JobStep[],
): { tool: string; arguments: Record<string, unknown> }[] {
  const entries = new Map<string, { models: string[]; numbers: Record<string, string> }>();
  for (const { item, now = {}, given } of steps) {
    if (item === undefined) continue;
    const changed = NAMES.filter((name) => given[LIMITS[name]] !== undefined);
    const numbers = Object.fromEntries(changed.map((name) => [name, String(now[LIMITS[name]])]));
    const key = JSON.stringify(numbers);
    entries.set(key, { numbers, models: [...(entries.get(key)?.models ?? []), item] });
  }
  if (entries.size === 0) return [];
  const limits = [...entries.values()].map(({ models, numbers }) => ({
    models: models.join(', '),
    ...numbers,
  }));
  return [{ tool: 'set_project_rate_limits', arguments: { projects: [id], limits } }];
}

function numberIn(row: Record<string, unknown>, name: LimitName): number | undefined {
  return exactNumber(row[LIMITS[name]])?.toNumber();
}

/** What it was before the last run of this call. */
function before(
  earlier: EarlierRun | undefined,
  place: Place,
  id: string,
  name: LimitName,
): number | undefined {
  const step = earlier?.steps.find(
    ({ given, now }) => now !== undefined && given.project_id === place.id && given.rate_limit_id === id,
  );
  return step?.given[LIMITS[name]] === undefined ? undefined : numberIn(step.now ?? {}, name);
}

/** What each layer says of a number of this model, in their order. */
function askedOf(model: string, layers: Rates['layers'], met: Set<Asked>): Map<LimitName, LimitChange[]> {
  const written = (one: string) => (/[*?]/.test(one) ? one.replace(/[*?]/g, '').length : 1_000);
  const closeness = ({ models }: Asked) =>
    Math.max(-1, ...models.filter((one) => matchesGlob(one, model)).map(written));
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

const MOST_LISTED = 5;

function listed(models: readonly string[]): string {
  const more = models.length - MOST_LISTED;
  return `${models.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
