/** How many time buckets to ask for, so that a month of costs is not answered with the API's seven days. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { BucketWidth } from '../specs/methods-and-risks.ts';
import { ArgumentError } from './argument-error.ts';

const WIDTH_SECONDS: Record<BucketWidth, number> = { '1m': 60, '1h': 3600, '1d': 86_400 };

/**
 * The arguments with a `limit` that covers the range from `start_time` to `end_time` (or now), up to what one
 * page may hold. A limit that was given stays.
 * @throws ArgumentError for a limit above what the bucket width allows, or a range that ends before it starts.
 */
export function withBucketLimit(
  tool: ToolSpec,
  values: Record<string, unknown>,
  nowMilliseconds: number,
): Record<string, unknown> {
  const largest = tool.response.max_buckets;
  if (largest === undefined) return values;
  const width = (values.bucket_width ?? tool.params.bucket_width?.default ?? '1d') as BucketWidth;
  const most = largest[width];
  const start = values.start_time;
  if (most === undefined || typeof start !== 'number') return values;
  const end = typeof values.end_time === 'number' ? values.end_time : Math.ceil(nowMilliseconds / 1000);
  if (typeof values.end_time === 'number' && values.end_time <= start) {
    throw new ArgumentError(['end_time: must be later than start_time; it is not included in the range.']);
  }
  if (typeof values.limit === 'number') {
    if (values.limit <= most) return values;
    throw new ArgumentError([`limit: at most ${most} with bucket_width ${width}.`]);
  }
  const seconds = WIDTH_SECONDS[width];
  // Buckets are aligned to the clock, so a range may touch one more than its length says.
  const needed = Math.ceil(end / seconds) - Math.floor(start / seconds);
  return { ...values, limit: Math.min(Math.max(needed, 1), most) };
}
