/**
 * When OpenAI shuts models down: data to be brought up to date by hand from the page named here. A model that is not
 * here has no date that this program knows of, which does not mean that it stays.
 */

/** Until when the dates were looked at: as quoted from the page, and held against `shutdown_date` of GET /models, that day. */
export const RETIREMENTS_AS_OF = '2026-10-28';
export const RETIREMENTS_SOURCE = 'developers.openai.com/api/docs/deprecations';

/** By day; a name stands for its dated snapshots too (gpt-5-2025-08-07) unless one has an entry of its own. */
export const RETIREMENTS: Record<string, readonly string[]> = {
  '2026-10-23': [
    'gpt-3.5-turbo',
    'gpt-3.5-turbo-0125',
    'gpt-4',
    'gpt-4-0613',
    'gpt-4-1106-preview',
    'gpt-4-turbo',
    'gpt-4o-2024-05-13',
    'gpt-4.1-nano',
    'gpt-image-1',
    'o1',
    'o1-pro',
    'o3-mini',
    'o4-mini',
  ],
  '2026-12-01': ['chatgpt-image-latest', 'gpt-image-1-mini', 'gpt-image-1.5'],
  '2026-12-11': ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-pro', 'o3', 'o3-pro'],
  '2027-01-06': ['gpt-4o-mini-tts', 'tts-1', 'tts-1-hd'],
  '2027-01-14': ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini'],
  '2027-01-20': ['gpt-audio', 'gpt-realtime'],
  '2027-02-26': ['gpt-4o-mini-transcribe', 'gpt-4o-transcribe', 'gpt-4o-transcribe-diarize', 'whisper-1'],
  '2027-04-01': ['gpt-5.1', 'gpt-5.3-codex', 'gpt-5.4-nano'],
};

const DAYS = new Map(
  Object.entries(RETIREMENTS).flatMap(([day, models]) => models.map((model) => [model, day] as const)),
);

/** Undefined where nothing is known. A fine-tuned model goes with the one that it was made from. */
export function retirementOf(model: string): string | undefined {
  const base = /^ft:([^:]+):/.exec(model)?.[1] ?? model;
  return DAYS.get(base) ?? DAYS.get(base.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
}
