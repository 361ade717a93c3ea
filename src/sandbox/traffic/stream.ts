/** One steady stream of API traffic, from which costs and usage of any time range are computed on request. */
import { fractionAt } from '../data/random.ts';
import { DAY } from '../seconds.ts';
import type { Shaped } from './shape.ts';

export type Category =
  | 'completions'
  | 'decisions'
  | 'embeddings'
  | 'moderations'
  | 'images'
  | 'audio_speeches'
  | 'audio_transcriptions'
  | 'code_interpreter_sessions'
  | 'file_search_calls'
  | 'web_search_calls'
  | 'vector_stores';

/** The position of a measure is part of the seed of its noise. */
const MEASURES = [
  'requests',
  'uncached_input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'images',
  'characters',
  'seconds',
  'sessions',
  'calls',
  'cache_write_tokens',
] as const;

export type Measure = (typeof MEASURES)[number];

/** The values that reports group and filter by; null where a category does not know the dimension. */
export type Dimensions = {
  project_id: string;
  user_id: string | null;
  api_key_id: string | null;
  model: string | null;
  batch: boolean | null;
  service_tier: string | null;
  api_source: string | null;
  size: string | null;
  source: string | null;
  context_level: string | null;
  vector_store_id: string | null;
};

/** How a measure is billed: the line item of the costs, its unit, and microdollars for one; 0 for what is free. */
export type LineItem = {
  measure: Measure;
  name: Shaped<string | null>;
  unit: string | null;
  price: number;
};

export type Stream = {
  category: Category;
  dimensions: Dimensions;
  /** Stands for this stream when the noise of a day is drawn. */
  noiseSeed: number;
  requestsOnWeekday: number;
  /** The part of a weekday's traffic that a Saturday or Sunday has. */
  weekend: number;
  perRequest: Partial<Record<Measure, number>>;
  lineItems: readonly LineItem[];
  /** What vector stores hold all the time; 0 for every other category. */
  storedBytes: number;
  /** Unix seconds; no traffic before. */
  startsAt: number;
  /** From this day on the traffic is many times what it was. */
  surge: { startsAt: number; factor: number } | null;
};

/**
 * How much of `measure` fell into `[from, until)`, as a whole number. Parts of a day are differences of one
 * rounded running total, so hours add up to their day exactly, whatever the width of the buckets.
 */
export function quantity(stream: Stream, measure: Measure, from: number, until: number): number {
  const mean = measure === 'requests' ? 1 : stream.perRequest[measure];
  if (mean === undefined) return 0;
  const start = Math.max(from, stream.startsAt);
  let total = 0;
  for (let dayStart = start - (start % DAY); dayStart < until; dayStart += DAY) {
    const requests = requestsOfDay(stream, dayStart);
    const average = measure === 'requests' ? 1 : mean * (0.92 + 0.16 * noise(stream, dayStart, measure));
    const runningTotal = (time: number) =>
      Math.round(average * Math.round(requests * shareOfDay(time - dayStart)));
    total += runningTotal(Math.min(until, dayStart + DAY)) - runningTotal(Math.max(start, dayStart));
  }
  return total;
}

function requestsOfDay(stream: Stream, dayStart: number): number {
  const weekday = (dayStart / DAY + 4) % 7; // 1970-01-01 was a Thursday; 0 is Sunday.
  const weekly = weekday === 0 || weekday === 6 ? stream.weekend : 1;
  const noisy = 0.85 + 0.3 * noise(stream, dayStart, 'requests');
  return stream.requestsOnWeekday * weekly * noisy * surgeOn(stream, dayStart);
}

/** Builds up over five days, as a loop does that more and more jobs fall into. */
function surgeOn({ surge }: Stream, dayStart: number): number {
  if (surge === null || dayStart < surge.startsAt) return 1;
  const days = (dayStart - surge.startsAt) / DAY;
  return 1 + (surge.factor - 1) * Math.min(1, 0.5 + 0.1 * days);
}

function noise(stream: Stream, dayStart: number, measure: Measure): number {
  return fractionAt(stream.noiseSeed, (dayStart / DAY) * MEASURES.length + MEASURES.indexOf(measure));
}

/** The part of a day's traffic in its first `seconds`: slow at night, fast at noon UTC, 0 at 0 and 1 at the end. */
function shareOfDay(seconds: number): number {
  const part = seconds / DAY;
  return part - 0.12 * Math.sin(2 * Math.PI * part);
}
