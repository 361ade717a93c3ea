/** The sandbox's request quota: a fixed window of one minute a key. */
import { ApiFault } from './api-fault.ts';

const WINDOW_MILLISECONDS = 60_000;

/** Counts a request of this key and gives the `x-ratelimit-*` headers of its reply; throws 429 over the limit. */
export type RateLimiter = (key: string) => Record<string, string>;

export function createRateLimiter(limit: number | undefined, now: () => number): RateLimiter {
  if (limit === undefined) return () => ({});
  const windows = new Map<string, { startedAt: number; count: number }>();
  return (key) => {
    const time = now();
    let current = windows.get(key);
    if (current === undefined || time >= current.startedAt + WINDOW_MILLISECONDS) {
      current = { startedAt: time, count: 0 };
      windows.set(key, current);
    }
    const seconds = Math.max(1, Math.ceil((current.startedAt + WINDOW_MILLISECONDS - time) / 1000));
    const headers = rateLimitHeaders(limit, Math.max(0, limit - current.count - 1), seconds);
    if (current.count >= limit) throw rateLimited(limit, seconds);
    current.count += 1;
    return headers;
  };
}

/** The 429 that asks to wait, with `retry-after` and the same headers as an ordinary reply. */
export function rateLimited(limit: number, seconds: number): ApiFault {
  return new ApiFault({
    status: 429,
    message: `Rate limit reached for requests. Limit: ${limit} / min. Please try again in ${seconds}s.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { ...rateLimitHeaders(limit, 0, seconds), 'retry-after': String(seconds) },
  });
}

/** The reset is a duration such as `1m0s` or `12s`, as OpenAI writes it. */
function rateLimitHeaders(limit: number, remaining: number, seconds: number): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset-requests':
      seconds >= 60 ? `${Math.floor(seconds / 60)}m${seconds % 60}s` : `${seconds}s`,
  };
}
