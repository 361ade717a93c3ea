/** The eleven kinds of use: what each counts, and by what it can be told apart (as tool-specs/usage.yaml has it). */

export type Category =
  | 'completions'
  | 'decisions'
  | 'embeddings'
  | 'moderations'
  | 'images'
  | 'audio_speeches'
  | 'audio_transcriptions'
  | 'vector_stores'
  | 'file_search_calls'
  | 'web_search_calls'
  | 'code_interpreter_sessions';

/** One figure: the API's member, and its name here. */
export type Measure = {
  member: string;
  shown: string;
  /** A part of another figure, which not every row has. */
  isPart?: true;
  /** What there is at a time: of several times the last one counts. */
  isLevel?: true;
};

export type UsageCategory = { measures: readonly Measure[]; groups: readonly string[] };

const REQUESTS: Measure = { member: 'num_model_requests', shown: 'requests' };
const INPUT: Measure = { member: 'input_tokens', shown: 'input_tokens' };

/** Input has cached tokens and those written to the cache in it already. */
const TEXT: readonly Measure[] = [
  REQUESTS,
  INPUT,
  { member: 'input_cached_tokens', shown: 'of_which_cached', isPart: true },
  { member: 'input_cache_write_tokens', shown: 'of_which_cache_writes', isPart: true },
  { member: 'output_tokens', shown: 'output_tokens' },
];

const BY_OWNER = ['project_id', 'user_id', 'api_key_id'];
const BY_MODEL = [...BY_OWNER, 'model'];
const BY_TEXT = [...BY_MODEL, 'batch', 'service_tier'];

export const CATEGORIES: Record<Category, UsageCategory> = {
  completions: { measures: TEXT, groups: BY_TEXT },
  decisions: { measures: TEXT, groups: BY_TEXT },
  embeddings: { measures: [REQUESTS, INPUT], groups: BY_MODEL },
  moderations: { measures: [REQUESTS, INPUT], groups: BY_MODEL },
  images: { measures: [{ member: 'images', shown: 'images' }, REQUESTS], groups: BY_MODEL },
  audio_speeches: { measures: [{ member: 'characters', shown: 'characters' }, REQUESTS], groups: BY_MODEL },
  audio_transcriptions: { measures: [{ member: 'seconds', shown: 'seconds' }, REQUESTS], groups: BY_MODEL },
  vector_stores: {
    measures: [{ member: 'usage_bytes', shown: 'usage_bytes', isLevel: true }],
    groups: ['project_id'],
  },
  file_search_calls: { measures: [{ member: 'num_requests', shown: 'calls' }], groups: BY_OWNER },
  web_search_calls: {
    measures: [
      { member: 'num_requests', shown: 'calls' },
      { member: 'num_model_requests', shown: 'requests' },
    ],
    groups: BY_MODEL,
  },
  code_interpreter_sessions: {
    measures: [{ member: 'num_sessions', shown: 'sessions' }],
    groups: ['project_id'],
  },
};

/** Its model requests are counted among those of the model that searched, too. */
export const COUNTED_TWICE: Category = 'web_search_calls';
