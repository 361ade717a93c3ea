/** The models that the sandbox organization may use: their prices and their default limits. */
import { byId } from '../organization/by-id.ts';
import type { RateLimit } from '../organization/organization.ts';

/** Requests a minute, tokens a minute, and what only some models have. */
const LIMITS: Record<string, Omit<RateLimit, 'id' | 'object' | 'model'>> = {
  'gpt-6-astra': limit(10_000, 2_000_000, { batch_1_day_max_input_tokens: 200_000_000 }),
  'gpt-6-astra-mini': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 1_000_000_000 }),
  'gpt-5.2': limit(10_000, 2_000_000, { batch_1_day_max_input_tokens: 200_000_000 }),
  'gpt-5-mini': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 1_000_000_000 }),
  'gpt-4.1': limit(10_000, 2_000_000, { batch_1_day_max_input_tokens: 200_000_000 }),
  'gpt-4.1-mini': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 1_000_000_000 }),
  'gpt-4o': limit(10_000, 2_000_000, { batch_1_day_max_input_tokens: 200_000_000 }),
  'gpt-4o-mini': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 1_000_000_000 }),
  'o4-mini': limit(5_000, 2_000_000, { batch_1_day_max_input_tokens: 200_000_000 }),
  'text-embedding-3-large': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 500_000_000 }),
  'text-embedding-3-small': limit(10_000, 10_000_000, { batch_1_day_max_input_tokens: 500_000_000 }),
  'gpt-image-1': limit(2_500, 800_000, { max_images_per_1_minute: 50, max_requests_per_1_day: 10_000 }),
  'gpt-4o-mini-tts': limit(5_000, 2_000_000),
  'gpt-4o-transcribe': limit(5_000, 600_000, { max_audio_megabytes_per_1_minute: 200 }),
  'omni-moderation-latest': limit(2_000, 250_000, { max_requests_per_1_day: 50_000 }),
};

/** Microdollars a token, image, character or second, as the line items of the costs name them. */
export const PRICES: Record<string, Record<string, number>> = {
  'gpt-6-astra': {
    input_tokens: 2.5,
    cached_input_tokens: 0.25,
    cache_write_tokens: 3.125,
    output_tokens: 15,
  },
  'gpt-6-astra-mini': {
    input_tokens: 0.4,
    cached_input_tokens: 0.04,
    cache_write_tokens: 0.5,
    output_tokens: 2.4,
  },
  'gpt-5.2': { input_tokens: 1.75, cached_input_tokens: 0.175, output_tokens: 14 },
  'gpt-5-mini': { input_tokens: 0.25, cached_input_tokens: 0.025, output_tokens: 2 },
  'gpt-4.1': { input_tokens: 2, cached_input_tokens: 0.5, output_tokens: 8 },
  'gpt-4.1-mini': { input_tokens: 0.4, cached_input_tokens: 0.1, output_tokens: 1.6 },
  'gpt-4o': { input_tokens: 2.5, cached_input_tokens: 1.25, output_tokens: 10 },
  'gpt-4o-mini': { input_tokens: 0.15, cached_input_tokens: 0.075, output_tokens: 0.6 },
  'o4-mini': { input_tokens: 1.1, cached_input_tokens: 0.275, output_tokens: 4.4 },
  'text-embedding-3-large': { input_tokens: 0.13 },
  'text-embedding-3-small': { input_tokens: 0.02 },
  'gpt-image-1': { images: 42_000, input_tokens: 5 },
  'gpt-4o-mini-tts': { characters: 15 },
  'gpt-4o-transcribe': { duration_seconds: 100 },
};

/** What live reports call a model that was asked for by its alias; one that is not here has no dated name. */
const SNAPSHOTS: Record<string, string> = {
  'gpt-5.2': 'gpt-5.2-2025-12-11',
  'gpt-5-mini': 'gpt-5-mini-2025-08-07',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'o4-mini': 'o4-mini-2025-04-16',
};

export function snapshotOf(model: string): string {
  return SNAPSHOTS[model] ?? model;
}

/** The limits that every project starts with, by id. */
export function createRateLimits(): Map<string, RateLimit> {
  const rows = Object.entries(LIMITS).map(
    ([model, fields]): RateLimit => ({ id: `rl-${model}`, object: 'project.rate_limit', model, ...fields }),
  );
  return byId(rows);
}

function limit(requests: number, tokens: number, more: Partial<RateLimit> = {}) {
  return { max_requests_per_1_minute: requests, max_tokens_per_1_minute: tokens, ...more };
}
