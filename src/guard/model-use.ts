/** What a project used of a model in its busiest hour and on its busiest day of the last week. */
import { isRecord } from '../model/record.ts';
import type { Reader } from '../reading/reader.ts';
import { exactNumber } from '../tools/exact-number.ts';

type Amounts = { requests: number; tokens: number; images: number };
export type Use = { hour: Amounts; day: Amounts };

/** OpenAI gives at most so many buckets of an hour at once: seven days. */
const HOURS = 168;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** The kinds of use that are told by model and count against its limits. */
const CATEGORIES = [
  'completions',
  'embeddings',
  'moderations',
  'images',
  'audio_speeches',
  'audio_transcriptions',
];

const NONE: Amounts = { requests: 0, tokens: 0, images: 0 };

/** Undefined where any of it cannot be read. Never rejects. */
export async function readModelUse(
  project: string,
  model: string,
  reader: Reader,
  nowSeconds: number,
): Promise<Use | undefined> {
  const tool = reader.tools.find(({ endpoint }) => endpoint.path === '/organization/usage/{category}');
  if (tool === undefined) return undefined;
  const until = nowSeconds - (nowSeconds % HOUR_SECONDS);
  const asked = {
    start_time: until - (HOURS - 1) * HOUR_SECONDS,
    bucket_width: '1h',
    limit: HOURS,
    project_ids: [project],
    group_by: ['model'],
  };
  try {
    const hours = new Map<number, Amounts>();
    const days = new Map<number, Amounts>();
    for (const category of CATEGORIES) {
      const { items, complete } = await reader.list(tool, { ...asked, category }, 1);
      if (!complete) return undefined;
      for (const bucket of items) {
        const start = numberOf(bucket.start_time);
        if (!Array.isArray(bucket.results)) return undefined;
        const used = bucket.results.filter(isRecord).filter((row) => isOf(model, row.model));
        add(hours, start, used);
        add(days, start - (start % DAY_SECONDS), used);
      }
    }
    return { hour: busiest(hours), day: busiest(days) };
  } catch {
    return undefined;
  }
}

/** A limit goes by the model's name, use by that of its version: gpt-5-mini-2025-08-07. What names no model may be it. */
function isOf(model: string, used: unknown): boolean {
  if (typeof used !== 'string') return true;
  return (
    used === model || (used.startsWith(`${model}-`) && /^\d{4}-\d\d-\d\d$/.test(used.slice(model.length + 1)))
  );
}

function add(all: Map<number, Amounts>, at: number, rows: Record<string, unknown>[]): void {
  const before = all.get(at) ?? NONE;
  const sum = rows.reduce<Amounts>(
    (so, row) => ({
      requests: so.requests + numberOf(row.num_model_requests),
      tokens: so.tokens + numberOf(row.input_tokens) + numberOf(row.output_tokens),
      images: so.images + numberOf(row.images),
    }),
    before,
  );
  all.set(at, sum);
}

function busiest(all: ReadonlyMap<number, Amounts>): Amounts {
  const most = (name: keyof Amounts) => Math.max(0, ...[...all.values()].map((amounts) => amounts[name]));
  return { requests: most('requests'), tokens: most('tokens'), images: most('images') };
}

function numberOf(value: unknown): number {
  return exactNumber(value)?.toNumber() ?? 0;
}
