/** Which rate limits of a project have to be set for what was asked, model by model. */
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { EarlierRun, JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { type Asked, askedOf } from './asked-limits.ts';
import { LIMITS, type LimitName, numberIn } from './limit-change.ts';

export const RATE_LIMITS = '/organization/projects/{project_id}/rate_limits';

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

const MOST_LISTED = 5;

function listed(models: readonly string[]): string {
  const more = models.length - MOST_LISTED;
  return `${models.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
