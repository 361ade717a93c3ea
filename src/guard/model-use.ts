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

/** Its model requests are counted among those of the model that searched, too. */
const COUNTED_TWICE = 'web_search_calls';

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
  const kinds = tool.params.group_by?.items?.values_only_for?.model?.category;
  if (kinds === undefined) return undefined;
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
    for (const category of kinds) {
      if (category === COUNTED_TWICE) continue;
      const { items, complete } = await reader.list(tool, { ...asked, category }, 1);
      if (!complete) return undefined;
      for (const bucket of items) {
        const start = exactNumber(bucket.start_time)?.toNumber();
        const used = sumOf(bucket.results, model);
        if (start === undefined || used === undefined) return undefined;
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

/** Undefined where any of it cannot be read. */
function sumOf(rows: unknown, model: string): Amounts | undefined {
  if (!Array.isArray(rows)) return undefined;
  const sum = { ...NONE };
  for (const row of rows) {
    if (!isRecord(row)) return undefined;
    if (!isOf(model, row.model)) continue;
    const [requests, input, output, images] = FIGURES.map((name) => figure(row[name]));
    if (requests === undefined || input === undefined || output === undefined || images === undefined)
      return undefined;
    sum.requests += requests;
    sum.tokens += input + output;
    sum.images += images;
  }
  return sum;
}

const FIGURES = ['num_model_requests', 'input_tokens', 'output_tokens', 'images'];

/** A kind of use has only some of them. */
function figure(value: unknown): number | undefined {
  return value === undefined || value === null ? 0 : exactNumber(value)?.toNumber();
}

function add(all: Map<number, Amounts>, at: number, more: Amounts): void {
  const { requests, tokens, images } = all.get(at) ?? NONE;
  all.set(at, {
    requests: requests + more.requests,
    tokens: tokens + more.tokens,
    images: images + more.images,
  });
}

function busiest(all: ReadonlyMap<number, Amounts>): Amounts {
  const most = (name: keyof Amounts) => Math.max(0, ...[...all.values()].map((amounts) => amounts[name]));
  return { requests: most('requests'), tokens: most('tokens'), images: most('images') };
}
