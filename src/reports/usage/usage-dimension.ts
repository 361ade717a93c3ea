/** By what use can be reported: what stands for each in the API, and which kinds of use know it. */
import { ArgumentError } from '../../tools/argument-error.ts';
import { dateOf } from '../period.ts';
import { CATEGORIES, type Category } from './categories.ts';

export type UsageDimension =
  | 'project'
  | 'model'
  | 'user'
  | 'api_key'
  | 'day'
  | 'hour'
  | 'service_tier'
  | 'batch';

/** What the API groups by for it; names of keys and of service accounts stand in the lists of their projects. */
export const USAGE_GROUPS: Record<UsageDimension, readonly string[]> = {
  project: ['project_id'],
  model: ['model'],
  user: ['user_id', 'project_id'],
  api_key: ['api_key_id', 'project_id'],
  day: [],
  hour: [],
  service_tier: ['service_tier'],
  batch: ['batch'],
};

export const isTime = (dimension: UsageDimension): boolean => dimension === 'day' || dimension === 'hour';

export const isKnownTo = (category: Category, dimension: UsageDimension): boolean =>
  USAGE_GROUPS[dimension].every((group) => CATEGORIES[category].groups.includes(group));

const MOST_DIMENSIONS = 3;

/** @throws ArgumentError with what this kind of use can be told apart by */
export function readUsageBy(given: unknown, category: Category): UsageDimension[] {
  const by = [...new Set(Array.isArray(given) ? (given as UsageDimension[]) : [])];
  if (by.length > MOST_DIMENSIONS) throw new ArgumentError([`by: pass at most ${MOST_DIMENSIONS}.`]);
  const all = Object.keys(USAGE_GROUPS) as UsageDimension[];
  const unknown = by.filter((dimension) => !isKnownTo(category, dimension));
  if (unknown.length > 0) {
    const known = all.filter((dimension) => isKnownTo(category, dimension));
    throw new ArgumentError([
      `by: OpenAI does not tell ${category} by ${unknown.join(' or ')}. Pass ${known.join(', ')}, or another category.`,
    ]);
  }
  if (by.length > 0) return by;
  return isKnownTo(category, 'model') ? ['model'] : ['project'];
}

/** Where a result of a bucket belongs; null where the API does not say. */
export function usageLabel(
  dimension: UsageDimension,
  result: Record<string, unknown>,
  bucketStart: number,
): string | boolean | null {
  if (dimension === 'day') return dateOf(bucketStart);
  if (dimension === 'hour') return `${new Date(bucketStart * 1000).toISOString().slice(0, 13)}:00Z`;
  const value = result[USAGE_GROUPS[dimension][0] ?? ''];
  return (typeof value === 'string' && value !== '') || typeof value === 'boolean' ? value : null;
}
