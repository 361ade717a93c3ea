/** The models that OpenAI itself offers to the sandbox organization: since when, and until when. */

/** `created` in Unix seconds; `shutdown_date` as the API writes it, or null where none is announced. */
type BaseModel = { id: string; created: number; shutdown_date: string | null };

/** The shutdown of gpt-4o is the published one; the other dates are made up. */
export const BASE_MODELS: readonly BaseModel[] = [
  model('gpt-6-astra', '2026-07-21'),
  model('gpt-6-astra-mini', '2026-08-18'),
  model('gpt-5.2', '2025-12-10'),
  model('gpt-5-mini', '2025-08-05'),
  model('gpt-4.1', '2025-04-10'),
  model('gpt-4.1-mini', '2025-04-10'),
  model('gpt-4o', '2024-05-10', '2027-01-14'),
  model('gpt-4o-mini', '2024-07-16', '2027-04-30'),
  model('o4-mini', '2025-04-08', '2027-02-26'),
  model('text-embedding-3-large', '2024-01-22'),
  model('text-embedding-3-small', '2024-01-22'),
  model('gpt-image-1', '2025-04-24'),
  model('gpt-4o-mini-tts', '2025-03-19'),
  model('gpt-4o-transcribe', '2025-03-15', '2027-06-30'),
  model('omni-moderation-latest', '2024-11-15'),
];

function model(id: string, day: string, shutdown_date: string | null = null): BaseModel {
  return { id, created: Date.parse(day) / 1000, shutdown_date };
}
