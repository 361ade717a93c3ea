/** What each project of the fictitious company does with the API, and roughly what a weekday of it costs. */
import { PRICES, snapshotOf } from '../data/models.ts';
import type { Category, LineItem, Measure } from './stream.ts';

export type Workload = {
  category: Category;
  model: string | null;
  /** Requests on a weekday. */
  requests: number;
  perRequest: Partial<Record<Measure, number>>;
  lineItems: LineItem[];
  weekend: number;
  batch: boolean;
  apiSource: 'unlabeled' | 'agents_api';
  /** What an image was made by; null for everything else. */
  source: string | null;
  isPriority: boolean;
};

type Options = Partial<Pick<Workload, 'weekend' | 'batch' | 'apiSource' | 'source' | 'isPriority'>> & {
  hasLongContext?: boolean;
  isEvaluation?: boolean;
};

const CHAT = { uncached_input_tokens: 900, cached_input_tokens: 1300, output_tokens: 350 };
/** Writing to the cache is billed from GPT-5.6 on. */
const CACHING_CHAT = { ...CHAT, cache_write_tokens: 140 };
const RETRIEVAL = { uncached_input_tokens: 3400, cached_input_tokens: 600, output_tokens: 450 };
const EVALUATION = { uncached_input_tokens: 5200, cached_input_tokens: 0, output_tokens: 1500 };

/** What each measure is called in documented and in live line items. */
const TOKENS = [
  ['uncached_input_tokens', 'input_tokens', 'input'],
  ['cached_input_tokens', 'cached_input_tokens', 'cached input'],
  ['cache_write_tokens', 'cache_write_tokens', 'cache writes'],
  ['output_tokens', 'output_tokens', 'output'],
] as const;

/** What is billed by the call has names of its own, and some of it none. */
const LIVE_CALLS: Partial<Record<Category, string>> = {
  web_search_calls: 'web search tool calls',
  file_search_calls: 'assistants api | file search',
};

/** Nor does every line item of tokens name its model. */
const LIVE_TOKENS: Record<string, string> = { 'text-embedding-3-small': 'Text tokens' };

/** By project name; a project that is not named here has no traffic. */
export const WORKLOADS: Readonly<Record<string, Workload[]>> = {
  'Default project': [tokens('completions', 'gpt-4o-mini', 6, CHAT)],
  'Data-Science': [
    tokens('completions', 'gpt-6-astra', 90, RETRIEVAL, { weekend: 0.25 }),
    tokens('completions', 'gpt-4.1-mini', 30, EVALUATION, { batch: true, weekend: 0.9 }),
    tokens('embeddings', 'text-embedding-3-large', 12, { uncached_input_tokens: 620 }),
    calls('code_interpreter_sessions', 'sessions', 260, 30_000, { weekend: 0.2 }),
    calls('file_search_calls', 'calls', 1400, 2_500, { weekend: 0.25 }),
  ],
  'Customer-Support-Bot': [
    tokens('completions', 'gpt-6-astra', 140, CACHING_CHAT, { weekend: 0.7, apiSource: 'agents_api' }),
    tokens('completions', 'gpt-6-astra-mini', 35, RETRIEVAL, { weekend: 0.7 }),
    tokens('embeddings', 'text-embedding-3-small', 1.5, { uncached_input_tokens: 300 }, { weekend: 0.7 }),
    calls('file_search_calls', 'calls', 9200, 2_500, { weekend: 0.7 }),
    tokens('moderations', 'omni-moderation-latest', 0, { uncached_input_tokens: 180 }, { weekend: 0.7 }),
  ],
  'Document-Intake': [tokens('completions', 'gpt-5-mini', 22, RETRIEVAL, { batch: true, weekend: 0.3 })],
  'Marketing-Gen': [
    tokens('completions', 'gpt-5.2', 34, CHAT, { weekend: 0.15 }),
    images('image.generation', 28),
    calls('web_search_calls', 'calls', 620, 10_000, { weekend: 0.15 }),
  ],
  'Legal-Contract-Review': [
    tokens('completions', 'gpt-6-astra', 76, RETRIEVAL, { weekend: 0.1, hasLongContext: true }),
    calls('file_search_calls', 'calls', 2100, 2_500, { weekend: 0.1 }),
  ],
  'Mobile-App': [
    tokens('completions', 'gpt-4o', 38, CHAT, { weekend: 1.15 }),
    tokens('completions', 'gpt-4o-mini', 14, CHAT, { weekend: 1.15 }),
    tokens('moderations', 'omni-moderation-latest', 0, { uncached_input_tokens: 140 }, { weekend: 1.15 }),
  ],
  'Search-Relevance': [
    tokens('embeddings', 'text-embedding-3-large', 18, { uncached_input_tokens: 540 }),
    tokens('completions', 'gpt-4.1-mini', 20, RETRIEVAL, { weekend: 0.8 }),
  ],
  'Voice-Agent': [
    audio('audio_transcriptions', 'gpt-4o-transcribe', 18, 'seconds', 95),
    audio('audio_speeches', 'gpt-4o-mini-tts', 15, 'characters', 640),
    tokens('completions', 'gpt-6-astra-mini', 21, CACHING_CHAT, {
      weekend: 0.6,
      apiSource: 'agents_api',
      isPriority: true,
    }),
  ],
  'Image-Studio': [images('image.generation', 34), images('image.edit', 9), images('image.variation', 4)],
  'Internal-Tools': [
    tokens('completions', 'gpt-5-mini', 19, CHAT, { weekend: 0.1 }),
    calls('web_search_calls', 'calls', 210, 10_000, { weekend: 0.1 }),
    calls('code_interpreter_sessions', 'sessions', 60, 30_000, { weekend: 0.1 }),
  ],
  'Übersetzung-Beta': [
    tokens('completions', 'gpt-4.1', 31, CHAT, { weekend: 0.2 }),
    audio('audio_speeches', 'gpt-4o-mini-tts', 4, 'characters', 900),
  ],
  'Fraud-Signals': [
    tokens('decisions', 'o4-mini', 44, { uncached_input_tokens: 1400, output_tokens: 60 }, { weekend: 1 }),
    tokens('completions', 'o4-mini', 17, EVALUATION, { weekend: 1 }),
  ],
  'Nightly-Evals': [
    tokens('completions', 'gpt-6-astra', 24, EVALUATION, { weekend: 1, isEvaluation: true }),
    tokens('completions', 'gpt-5.2', 5, EVALUATION, { weekend: 1, batch: true }),
  ],
};

/** The project whose spend gets out of hand, and how many times its usual traffic it reaches. */
export const RUNAWAY = { project: 'Nightly-Evals', factor: 40, days: 12 };

function tokens(
  category: Category,
  model: string,
  dollars: number,
  perRequest: Partial<Record<Measure, number>>,
  options: Options = {},
): Workload {
  // Batch jobs cost half.
  const price = (name: string) => (PRICES[model]?.[name] ?? 0) * (options.batch === true ? 0.5 : 1);
  const lineItems = TOKENS.filter(([measure]) => perRequest[measure] !== undefined).map(
    ([measure, documented, live]) =>
      lineItem(measure, tokenNames(model, documented, live, options), 'tokens', price(documented)),
  );
  return workload(category, model, dollars, perRequest, lineItems, options);
}

function tokenNames(model: string, documented: string, live: string, options: Options): LineItem['name'] {
  const { batch, isPriority, isEvaluation } = options;
  const tier = batch ? 'flex | ' : isPriority ? 'priority | ' : isEvaluation ? 'evals | ' : '';
  const end = options.hasLongContext ? ', long context' : '';
  return {
    documented: `${model}${batch ? ', batch' : ''}, ${documented}`,
    live: LIVE_TOKENS[model] ?? `${tier}${snapshotOf(model)}, ${live}${end}`,
  };
}

function images(source: string, dollars: number): Workload {
  const model = 'gpt-image-1';
  const price = (name: string) => PRICES[model]?.[name] ?? 0;
  const image = { documented: `${model}, ${source}`, live: `${model} image, output` };
  const prompt = { documented: `${model}, input_tokens`, live: `${model} text, input` };
  const items = [
    lineItem('images', image, 'images', price('images')),
    lineItem('uncached_input_tokens', prompt, 'tokens', price('input_tokens')),
  ];
  const perRequest = { images: 1.4, uncached_input_tokens: 90 };
  return workload('images', model, dollars, perRequest, items, { weekend: 0.3, source });
}

function audio(
  category: Category,
  model: string,
  dollars: number,
  measure: 'seconds' | 'characters',
  mean: number,
): Workload {
  const unit = measure === 'seconds' ? 'duration_seconds' : 'characters';
  const name = {
    documented: `${model}, ${unit}`,
    live: `${model} audio, ${measure === 'seconds' ? 'input' : 'output'}`,
  };
  const item = lineItem(measure, name, unit, PRICES[model]?.[unit] ?? 0);
  return workload(category, model, dollars, { [measure]: mean }, [item], { weekend: 0.55 });
}

/** Tools that are billed by the call; `price` is microdollars a call. */
function calls(
  category: Category,
  measure: 'calls' | 'sessions',
  count: number,
  price: number,
  options: Options,
): Workload {
  const name = { documented: category.replaceAll('_', ' '), live: LIVE_CALLS[category] ?? null };
  const item = lineItem(measure, name, null, price);
  const model = category === 'web_search_calls' ? 'gpt-5.2' : null;
  return workload(category, model, (count * price) / 1e6, { [measure]: 1 }, [item], options);
}

/** The number of requests follows from what a weekday costs; free traffic has a fixed number. */
function workload(
  category: Category,
  model: string | null,
  dollars: number,
  perRequest: Partial<Record<Measure, number>>,
  lineItems: LineItem[],
  options: Options,
): Workload {
  const microdollars = lineItems.reduce((sum, item) => sum + item.price * (perRequest[item.measure] ?? 0), 0);
  return {
    category,
    model,
    requests: microdollars === 0 ? 4200 : Math.ceil((dollars * 1e6) / microdollars),
    perRequest,
    lineItems,
    weekend: options.weekend ?? 0.5,
    batch: options.batch ?? false,
    apiSource: options.apiSource ?? 'unlabeled',
    source: options.source ?? null,
    isPriority: options.isPriority ?? false,
  };
}

function lineItem(measure: Measure, name: LineItem['name'], unit: string | null, price: number): LineItem {
  return { measure, name, unit, price };
}
