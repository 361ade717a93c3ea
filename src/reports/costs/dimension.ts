/** By what costs can be reported: what stands for each in the API, and what a row of it is called. */
import { DAY_SECONDS, dateOf } from '../period.ts';
import { modelOf } from './line-item.ts';

export type Dimension = 'project' | 'model' | 'line_item' | 'user' | 'api_key' | 'day' | 'week';

/** What the API groups by for it; nothing for what its buckets say. Names of keys and of service accounts stand in the lists of their projects. */
export const GROUPS: Record<Dimension, readonly string[]> = {
  project: ['project_id'],
  model: ['line_item'],
  line_item: ['line_item'],
  user: ['user_id', 'project_id'],
  api_key: ['api_key_id', 'project_id'],
  day: [],
  week: [],
};

/** Whether it says when, not on what. */
export const isTime = (dimension: Dimension): boolean => dimension === 'day' || dimension === 'week';

/** Where a result of a bucket belongs; null where the API does not say. */
export function labelOf(
  dimension: Dimension,
  result: Record<string, unknown>,
  bucketStart: number,
): string | null {
  switch (dimension) {
    case 'day':
      return dateOf(bucketStart);
    case 'week':
      return dateOf(monday(bucketStart));
    case 'model': {
      const item = textOf(result.line_item);
      return item === null ? null : (modelOf(item) ?? item);
    }
    default:
      return textOf(result[GROUPS[dimension][0] ?? '']);
  }
}

/** 1970-01-01 was a Thursday. */
function monday(seconds: number): number {
  const day = Math.floor(seconds / DAY_SECONDS);
  return (day - ((day + 3) % 7)) * DAY_SECONDS;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
