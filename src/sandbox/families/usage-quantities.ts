/** Which fields a usage result counts, category by category, in the API's names. */
import { type Measure, quantity, type Stream } from '../traffic/stream.ts';

/** The counts of a stream in `[from, until)`. */
export type Quantities = (stream: Stream, from: number, until: number) => [field: string, count: number][];

/** `input_tokens` includes what was read from the cache and what was written to it; `input_text_tokens` does not. */
export const textTokens: Quantities = (stream, from, until) => {
  const uncached = quantity(stream, 'uncached_input_tokens', from, until);
  const cached = quantity(stream, 'cached_input_tokens', from, until);
  const written = quantity(stream, 'cache_write_tokens', from, until);
  const output = quantity(stream, 'output_tokens', from, until);
  return [
    ['input_tokens', uncached + cached + written],
    ['output_tokens', output],
    ['num_model_requests', quantity(stream, 'requests', from, until)],
    ['input_cached_tokens', cached],
    ['input_uncached_tokens', uncached],
    ['input_cache_write_tokens', written],
    ['input_cache_write_30m_tokens', written],
    ['input_cache_write_12h_tokens', 0],
    ['input_text_tokens', uncached],
    ['input_cached_text_tokens', cached],
    ['output_text_tokens', output],
    ['input_audio_tokens', 0],
    ['input_image_tokens', 0],
    ['output_audio_tokens', 0],
    ['output_image_tokens', 0],
  ];
};

export const inputTokens = counting({
  input_tokens: 'uncached_input_tokens',
  num_model_requests: 'requests',
});
export const images = counting({ images: 'images', num_model_requests: 'requests' });
export const speechCharacters = counting({ characters: 'characters', num_model_requests: 'requests' });
export const audioSeconds = counting({ seconds: 'seconds', num_model_requests: 'requests' });
export const sessions = counting({ num_sessions: 'sessions' });
export const fileSearches = counting({ num_requests: 'calls' });
export const webSearches = counting({ num_model_requests: 'requests', num_requests: 'calls' });

/** A level, not a flow: what is stored while the bucket lasts, however wide the bucket is. */
export const storedBytes: Quantities = (stream, from, until) => [
  ['usage_bytes', until > from && until > stream.startsAt ? stream.storedBytes : 0],
];

function counting(fields: Record<string, Measure>): Quantities {
  const pairs = Object.entries(fields);
  return (stream, from, until) =>
    pairs.map(([field, measure]) => [field, quantity(stream, measure, from, until)]);
}
