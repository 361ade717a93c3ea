/** Whether a lower rate limit stops traffic: by what the project used of the model, or by how little is left of it. */
import type { Effect, OperationCase } from './effect.ts';
import { modelUses, type Use } from './model-use.ts';

/** Less of what it was stops as zero does where nobody can tell what is used. */
const LITTLE = 1 / 10;

/** Less of what it was stops as zero does, whatever was used in the last days. */
const NEXT_TO_NOTHING = 1 / 100;

/** What of the use counts against a limit; what stands in no list of uses cannot be told. */
const USED: Record<string, (use: Use) => number | undefined> = {
  max_requests_per_1_minute: ({ hour }) => perMinute(hour.requests),
  max_tokens_per_1_minute: ({ hour }) => perMinute(hour.tokens),
  max_images_per_1_minute: ({ hour }) => perMinute(hour.images),
  max_requests_per_1_day: ({ day }) => day.requests,
};

export async function stopsByRateLimit({
  write,
  ids: [project = ''],
  target,
  reader,
  readUse,
  nowSeconds,
}: OperationCase): Promise<Effect | undefined> {
  const body = write.request.body ?? {};
  const { body: now = {} } = await target();
  const lowered = Object.entries(body).filter(
    ([name, limit]) => typeof limit === 'number' && !isAtMost(now[name], limit),
  );
  if (lowered.length === 0) return undefined;
  const one = typeof now.model === 'string' ? { project, model: now.model } : undefined;
  const use = one && (await (readUse ?? modelUses([one], reader, nowSeconds))(one));
  const reasons = lowered.flatMap(([name, limit]) => {
    const why = whyItStops(Number(limit), now[name], use && USED[name]?.(use));
    return why === undefined ? [] : [`${name.replaceAll('_', ' ')} of ${String(limit)} ${why}`];
  });
  if (reasons.length === 0) return undefined;
  const [first = '', ...more] = reasons;
  return {
    class: 'stops_traffic',
    risk: 'This can stop production traffic at once.',
    because: `${[first.charAt(0).toUpperCase() + first.slice(1), ...more].join('; ')}. It can be raised again.`,
  };
}

function isAtMost(value: unknown, limit: number): boolean {
  return typeof value === 'number' && value <= limit;
}

/** @param used in the busiest hour, or on the busiest day; undefined where it cannot be told */
function whyItStops(limit: number, now: unknown, used: number | undefined): string | undefined {
  if (limit === 0) return 'refuses every call to the model';
  if (used !== undefined && limit < used) {
    return `is less than the project used of late (${Math.ceil(used)}), so calls are refused`;
  }
  if (typeof now !== 'number') return 'may refuse nearly every call: what it is now could not be read';
  const left = limit / now;
  if (left < NEXT_TO_NOTHING || (used === undefined && left < LITTLE)) {
    return `refuses nearly every call that ${now} let through${used === undefined ? '; what is used could not be read' : ''}`;
  }
  return undefined;
}

function perMinute(hourly: number): number {
  return hourly / 60;
}
