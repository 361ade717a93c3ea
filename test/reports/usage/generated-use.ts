/** The use of an organization made from a seed: every kind of use, over two months, by projects and keys that come and go. */
import { seeded } from '../seeded.ts';
import { DAY, type Event, type Things } from './using.ts';

/** What OpenAI's document has for each kind of use: its figures, and whether its rows name users and keys, and a model. */
export const DOCUMENTED: Record<string, { figures: readonly string[]; owner: boolean; model: boolean }> = {
  completions: {
    figures: ['num_model_requests', 'input_tokens', 'input_cached_tokens', 'output_tokens'],
    owner: true,
    model: true,
  },
  decisions: {
    figures: ['num_model_requests', 'input_tokens', 'input_cached_tokens', 'output_tokens'],
    owner: true,
    model: true,
  },
  embeddings: { figures: ['num_model_requests', 'input_tokens'], owner: true, model: true },
  moderations: { figures: ['num_model_requests', 'input_tokens'], owner: true, model: true },
  images: { figures: ['images', 'num_model_requests'], owner: true, model: true },
  audio_speeches: { figures: ['characters', 'num_model_requests'], owner: true, model: true },
  audio_transcriptions: { figures: ['seconds', 'num_model_requests'], owner: true, model: true },
  vector_stores: { figures: ['usage_bytes'], owner: false, model: false },
  file_search_calls: { figures: ['num_requests'], owner: true, model: false },
  web_search_calls: { figures: ['num_requests', 'num_model_requests'], owner: true, model: true },
  code_interpreter_sessions: { figures: ['num_sessions'], owner: false, model: false },
};

const MODELS = ['gpt-6-astra', 'gpt-5-2025-08-07', 'o3-2025-04-16', 'gpt-5.6-sol', 'gpt-image-1.5', null];
const DAYS = 62;

export type GeneratedUse = { events: Event[]; things: Things; random: () => number };

/** @param now in Unix seconds */
export function generatedUse(seed: number, now: number, count: number): GeneratedUse {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const one = <Value>(of: readonly Value[]) => of[upTo(of.length)] as Value;
  const ids = Array.from({ length: count }, (_, at) => `proj_${at}`);
  const events = Object.entries(DOCUMENTED).flatMap(([category, { figures, owner, model }]) =>
    Array.from({ length: 30 + upTo(60) }, (): Event => {
      const project = random() < 0.05 ? null : one(ids);
      // No figure of cached tokens is none, and not zero.
      const told = figures.filter((name) => name !== 'input_cached_tokens' || random() < 0.7);
      return {
        category,
        at: now - upTo(DAYS * DAY),
        labels: {
          project_id: project,
          ...(owner && { user_id: one(['user-1', 'user-2', 'svc_acct_1', null]) }),
          ...(owner && { api_key_id: one(['key_1', 'key_2', 'key_gone', null]) }),
          ...(model && { model: one(MODELS) }),
          batch: one([true, false, null]),
          service_tier: one(['default', 'flex', null]),
        },
        figures: Object.fromEntries(told.map((name) => [name, upTo(10 ** (1 + upTo(9)))])),
        ...(project !== null &&
          random() < 0.3 && { beside: { project_name: `Beside ${project}`, organization_id: 'org-1' } }),
      };
    }),
  );
  // Every fifth is gone, every fourth of the others archived.
  const projects = ids
    .filter((_, at) => at % 5 !== 4)
    .map((id, at) => ({ id, name: `Project ${id}`, status: at % 4 === 3 ? 'archived' : 'active' }));
  return { events, things: { projects }, random };
}
