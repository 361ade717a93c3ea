/** The table of the eleven usage categories: what each can be grouped by, filtered by, and what it counts. */
import * as z from 'zod';
import { list, optionalBoolean } from '../http/query-rules.ts';
import type { Category, Dimensions } from '../traffic/stream.ts';
import {
  audioSeconds,
  fileSearches,
  images,
  inputTokens,
  type Quantities,
  sessions,
  speechCharacters,
  storedBytes,
  textTokens,
  webSearches,
} from './usage-quantities.ts';

export type UsageCategory = {
  category: Category;
  /** The middle of `organization.usage.*.result`; two differ from the name of the category. */
  resultName: string;
  groupBy: readonly (keyof Dimensions)[];
  filters: Record<string, z.ZodType>;
  quantities: Quantities;
};

const texts = list(z.string());
const byKey = { user_ids: texts, api_key_ids: texts };
const byModel = { ...byKey, models: texts };
const byBatch = { ...byModel, batch: optionalBoolean };
const byImage = {
  ...byModel,
  sizes: list(z.enum(['256x256', '512x512', '1024x1024', '1792x1792', '1024x1792'])),
  sources: list(z.enum(['image.generation', 'image.edit', 'image.variation'])),
};

const BY_KEY = ['project_id', 'user_id', 'api_key_id'] as const;
const BY_MODEL = [...BY_KEY, 'model'] as const;
const BY_TEXT = [...BY_MODEL, 'batch', 'service_tier', 'api_source'] as const;

export const USAGE_CATEGORIES: readonly UsageCategory[] = [
  category('audio_speeches', BY_MODEL, byModel, speechCharacters),
  category('audio_transcriptions', BY_MODEL, byModel, audioSeconds),
  category('code_interpreter_sessions', ['project_id'], {}, sessions),
  category('completions', BY_TEXT, byBatch, textTokens),
  category('decisions', BY_TEXT, byBatch, textTokens),
  category('embeddings', BY_MODEL, byModel, inputTokens),
  {
    ...category(
      'file_search_calls',
      [...BY_KEY, 'vector_store_id'],
      { ...byKey, vector_store_ids: texts },
      fileSearches,
    ),
    resultName: 'file_searches',
  },
  category('images', [...BY_MODEL, 'size', 'source'], byImage, images),
  category('moderations', BY_MODEL, byModel, inputTokens),
  category('vector_stores', ['project_id'], {}, storedBytes),
  {
    ...category(
      'web_search_calls',
      [...BY_MODEL, 'api_source', 'context_level'],
      { ...byModel, context_levels: list(z.enum(['low', 'medium', 'high'])) },
      webSearches,
    ),
    resultName: 'web_searches',
  },
];

function category(
  name: Category,
  groupBy: UsageCategory['groupBy'],
  filters: UsageCategory['filters'],
  quantities: Quantities,
): UsageCategory {
  return { category: name, resultName: name, groupBy, filters, quantities };
}
