/** What a project used of a model in its busiest hour and on its busiest day of the last week. */
import { isRecord } from '../model/record.ts';
import type { Reader } from '../reading/reader.ts';
import { type Amounts, amountsIn, isOfModel, NO_AMOUNTS, plus } from '../reading/used-amounts.ts';
import { exactNumber } from '../tools/exact-number.ts';

export type Use = { hour: Amounts; day: Amounts };

/** OpenAI gives at most so many buckets of an hour at once: seven days. */
const HOURS = 168;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** Its model requests are counted among those of the model that searched, too. */
const COUNTED_TWICE = 'web_search_calls';

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

/** Undefined where any of it cannot be read. What names no model may be of this one. */
function sumOf(rows: unknown, model: string): Amounts | undefined {
  if (!Array.isArray(rows)) return undefined;
  let sum = NO_AMOUNTS;
  for (const row of rows) {
    if (!isRecord(row)) return undefined;
    if (typeof row.model === 'string' && !isOfModel(model, row.model)) continue;
    const amounts = amountsIn(row);
    if (amounts === undefined) return undefined;
    sum = plus(sum, amounts);
  }
  return sum;
}

function add(all: Map<number, Amounts>, at: number, more: Amounts): void {
  all.set(at, plus(all.get(at) ?? NO_AMOUNTS, more));
}

function busiest(all: ReadonlyMap<number, Amounts>): Amounts {
  const most = (name: keyof Amounts) => Math.max(0, ...[...all.values()].map((amounts) => amounts[name]));
  return { requests: most('requests'), tokens: most('tokens'), images: most('images') };
}
