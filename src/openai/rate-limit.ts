/** Reads what a response says about rate limits, in every header shape in use, into one normal form. */
import type { RateLimit } from '../model/api-request.ts';
import { parseHttpDate } from './http-date.ts';

/** Response headers as undici gives them: lower-case names, an array for a name that came more than once. */
export type ResponseHeaders = Record<string, string | string[] | undefined>;

type Bucket = { limit?: number; remaining?: number; reset_seconds?: number };

/** Above this a number of seconds is a mistake or a timestamp, not a wait. */
const MAX_SECONDS = 1e9;
const UNIT_SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
};

function first(value: string | string[] | undefined): string {
  return ((Array.isArray(value) ? value[0] : value) ?? '').trim();
}

function parseCount(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function wholeSeconds(seconds: number): number | undefined {
  // The small subtraction keeps 0.1 + 0.2 style noise from adding a second.
  const whole = Math.max(0, Math.ceil(seconds - 1e-9));
  return Number.isFinite(seconds) && seconds >= 0 && whole <= MAX_SECONDS ? whole : undefined;
}

/** A duration such as `20ms`, `6m0s`, `1h2m3.5s` or plain seconds, in whole seconds; undefined when malformed. */
export function parseDuration(text: string): number | undefined {
  if (text.length > 64) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return wholeSeconds(Number(text));
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/g)) {
    seconds += Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN);
  }
  return wholeSeconds(seconds);
}

/** Members of a structured list (`"a";r=1;t=2, "b";r=3`): name and parameters. Quoted commas do not split. */
function parseMembers(text: string): { name: string; parameters: Map<string, string> }[] {
  const members: { name: string; parameters: Map<string, string> }[] = [];
  for (const [member] of text.matchAll(/(?:"[^"]*"|[^",])+/g)) {
    const [name = '', ...parameters] = member.split(';').map((part) => part.trim());
    members.push({
      name: name.replaceAll('"', ''),
      parameters: new Map(
        parameters.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
      ),
    });
  }
  return members;
}

function set(bucket: Bucket, key: keyof Bucket, value: number | undefined): void {
  if (value !== undefined) bucket[key] = value;
}

/** `RateLimit` and `RateLimit-Policy` of the IETF draft, and the `limit=10, remaining=5` form of its version 7. */
function readStructured(headers: ResponseHeaders, bucketOf: (name: string) => Bucket): void {
  for (const header of ['ratelimit-policy', 'ratelimit'] as const) {
    const value = headers[header];
    if (value === undefined) continue;
    for (const { name, parameters } of parseMembers(Array.isArray(value) ? value.join(',') : value)) {
      const [key = '', text = ''] = name.split('=');
      if (key === 'limit') set(bucketOf(''), 'limit', parseCount(text));
      else if (key === 'remaining') set(bucketOf(''), 'remaining', parseCount(text));
      else if (key === 'reset') set(bucketOf(''), 'reset_seconds', parseDuration(text));
      else if (parameters.size > 0) {
        const bucket = bucketOf(name);
        set(bucket, 'limit', parseCount(parameters.get('q') ?? ''));
        set(bucket, 'remaining', parseCount(parameters.get('r') ?? ''));
        set(bucket, 'reset_seconds', parseDuration(parameters.get('t') ?? ''));
      }
    }
  }
}

/** How much of the bucket is left, from 0 (empty) to 1; a bucket that does not say counts as looser than any. */
function share(bucket: Bucket): number {
  if (bucket.remaining === undefined) return 2;
  if (bucket.remaining === 0) return 0;
  return bucket.limit ? bucket.remaining / bucket.limit : 1;
}

function tightest(buckets: Iterable<Bucket>): Bucket {
  let best: Bucket = {};
  let bestShare = Number.POSITIVE_INFINITY;
  for (const bucket of buckets) {
    const left = share(bucket);
    if (left < bestShare || (left === bestShare && (bucket.reset_seconds ?? 0) > (best.reset_seconds ?? 0))) {
      best = bucket;
      bestShare = left;
    }
  }
  return best;
}

function parseRetryAfter(headers: ResponseHeaders, now: number): number | undefined {
  if (headers['retry-after-ms'] === undefined && headers['retry-after'] === undefined) return undefined;
  const waits: number[] = [];
  const milliseconds = first(headers['retry-after-ms']);
  if (/^\d+(?:\.\d+)?$/.test(milliseconds)) waits.push(Number(milliseconds) / 1000);
  const after = first(headers['retry-after']);
  if (/^\d+(?:\.\d+)?$/.test(after)) waits.push(Number(after));
  const until = parseHttpDate(after, now);
  if (until !== undefined) {
    // The server's own clock is the better reference: ours may be wrong.
    const reference = parseHttpDate(first(headers.date), now) ?? now;
    waits.push(Math.max(0, until - reference) / 1000);
  }
  const usable = waits.map(wholeSeconds).filter((wait) => wait !== undefined);
  return usable.length > 0 ? Math.max(...usable) : undefined;
}

/**
 * Reads the single fields `ratelimit-limit`, `-remaining` and `-reset`, the structured `RateLimit` and
 * `RateLimit-Policy`, `x-ratelimit-(limit|remaining|reset)-NAME` for any name, `retry-after` and
 * `retry-after-ms`. Of several buckets the tightest is returned. What is malformed is ignored.
 * @param now wall clock in milliseconds, used for a `retry-after` date when the response has no `date`.
 * @returns undefined when the response says nothing about limits, which is normal.
 */
export function parseRateLimit(headers: ResponseHeaders, now: number): RateLimit | undefined {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name) ?? {};
    buckets.set(name, bucket);
    return bucket;
  };
  for (const header in headers) {
    if (!header.startsWith('x-ratelimit-') && !header.startsWith('ratelimit-')) continue;
    const match = /^(x-)?ratelimit-(limit|remaining|reset)(?:-(.+))?$/.exec(header);
    if (!match || (!match[1] && match[3])) continue;
    // The older single fields may carry a policy after the number: `100, 100;w=60`.
    const text = first(headers[header]).split(/[,;]/, 1)[0] ?? '';
    const bucket = bucketOf(match[3] ?? '');
    if (match[2] === 'reset') set(bucket, 'reset_seconds', parseDuration(text));
    else set(bucket, match[2] === 'limit' ? 'limit' : 'remaining', parseCount(text));
  }
  readStructured(headers, bucketOf);
  const result: RateLimit = { ...tightest(buckets.values()) };
  const retryAfter = parseRetryAfter(headers, now);
  if (retryAfter !== undefined) result.retry_after_seconds = Math.max(retryAfter, result.reset_seconds ?? 0);
  return Object.keys(result).length > 0 ? result : undefined;
}

const UNIT = '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)';
const WAIT = new RegExp(
  String.raw`\b(?:again|retry|reset\w*|wait|available)\b(?: (?:in|after|for|about|at least|another|again))* ((?:\d+(?:\.\d+)? ?${UNIT}(?![a-z])[ ,]*(?:and )?)+)`,
  'i',
);

/** The wait that the words of a refusal ask for, where they do: `Please try again in 1m12.5s`, `retry after 26 seconds`. */
function waitInWords(words: string): number | undefined {
  const [, told = ''] = WAIT.exec(words) ?? [];
  const short = told
    .toLowerCase()
    .replace(
      /(\d) ?(ms|milli|[smhd])[a-z]*[ ,]*(?:and )?/g,
      (_, digit, unit) => `${digit}${unit === 'milli' ? 'ms' : unit}`,
    );
  return parseDuration(short);
}

/** The longer of the waits that headers and words tell, so that nobody comes too early. */
export function withWaitInWords(rateLimit: RateLimit | undefined, words: string): RateLimit | undefined {
  const wait = waitInWords(words);
  if (wait === undefined) return rateLimit;
  const { retry_after_seconds: asked = 0, reset_seconds: reset = 0 } = rateLimit ?? {};
  return { ...rateLimit, retry_after_seconds: Math.max(wait, asked, reset) };
}
