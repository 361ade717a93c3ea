/** What projects used of models, in buckets of an hour or of a minute, as far as it counts against rate limits. */
import { isRecord } from '../../model/record.ts';
import { type Amounts, amountsIn, NO_AMOUNTS, plus } from '../../reading/used-amounts.ts';
import { unixSeconds } from '../../tools/shape-value.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';

export const HOUR_SECONDS = 3_600;
const HOURS = 24;

/** Those that name a model; a web search counts among the requests of the model that searched. */
const CATEGORIES = [
  'completions',
  'decisions',
  'embeddings',
  'moderations',
  'images',
  'audio_speeches',
  'audio_transcriptions',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Use by the Batch API has a limit of its own and counts against no other one. */
const WITH_BATCHES: readonly Category[] = ['completions', 'decisions'];

/** By model, by the first second of the bucket. */
export type ByTime = Map<number, Map<string, Amounts>>;

export type ProjectUse = {
  times: ByTime;
  /** Where each hour's use comes from. */
  categories: Set<Category>;
  /** Input tokens of the Batch API by model, of all hours. */
  batch: Map<string, number>;
};

export type Use = {
  byProject: Map<string, ProjectUse>;
  /** Of these hours: Unix seconds, the end not included. */
  start: number;
  end: number;
  gaps: string[];
};

/** Nothing, in those hours. */
export function noHours(now: number): Use {
  const hour = Math.floor(now / 1000 / HOUR_SECONDS) * HOUR_SECONDS;
  return {
    byProject: new Map(),
    start: hour - (HOURS - 1) * HOUR_SECONDS,
    end: hour + HOUR_SECONDS,
    gaps: [],
  };
}

/** The last 24 hours, the one that runs included. @param projects all when left out */
export async function readHours(
  now: number,
  projects: readonly string[] | undefined,
  reads: ReportReads,
): Promise<Use> {
  const use = noHours(now);
  const { start } = use;
  await Promise.all(
    CATEGORIES.map(async (category) => {
      const groups = ['project_id', 'model', ...(WITH_BATCHES.includes(category) ? ['batch'] : [])];
      const asked = { start_time: start, bucket_width: '1h', limit: HOURS, group_by: groups };
      await readUse(
        category,
        { ...asked, ...(projects && { project_ids: projects }) },
        use,
        `use of ${category}`,
        reads,
      );
    }),
  );
  return use;
}

/** Minutes of some projects, into `use`. */
export async function readMinutes(
  category: Category,
  { start, end }: { start: number; end: number },
  projects: readonly string[],
  use: Use,
  reads: ReportReads,
): Promise<void> {
  const values = {
    start_time: start,
    // An end that is still to come is refused for some.
    ...(end < use.end && { end_time: end }),
    bucket_width: '1m',
    limit: (end - start) / 60,
    project_ids: projects,
    group_by: ['project_id', 'model'],
    ...(WITH_BATCHES.includes(category) && { batch: false }),
  };
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);
  const what = `minutes of ${category} from ${clock(start)} to ${clock(end)} UTC of ${projects.length} projects`;
  await readUse(category, values, use, what, reads);
}

async function readUse(
  category: Category,
  values: Record<string, unknown>,
  use: Use,
  what: string,
  reads: ReportReads,
): Promise<void> {
  let unreadable = 0;
  let unnamed = 0;
  try {
    await reads.pages('/organization/usage/{category}', [category], values, (buckets) => {
      for (const { start_time: start, results } of buckets) {
        const at = unixSeconds(start);
        for (const row of Array.isArray(results) ? results : []) {
          const amounts = isRecord(row) ? amountsIn(row) : undefined;
          if (at === undefined || amounts === undefined) unreadable += 1;
          else if (typeof row.project_id !== 'string' || typeof row.model !== 'string') {
            if (amounts.requests > 0) unnamed += 1;
          } else addTo(use, category, at, row, amounts);
        }
      }
      return undefined;
    });
  } catch (error) {
    use.gaps.push(`${what}: ${whyUnread(error)}`);
  }
  if (unreadable > 0) use.gaps.push(`${what}: ${unreadable} rows could not be read`);
  if (unnamed > 0) use.gaps.push(`${what}: ${unnamed} rows name no project or model`);
}

function addTo(
  { byProject }: Use,
  category: Category,
  at: number,
  { project_id: id, model, batch, input_tokens: input }: Record<string, unknown>,
  amounts: Amounts,
): void {
  const project = String(id);
  const name = String(model);
  let use = byProject.get(project);
  if (use === undefined) {
    use = { times: new Map(), categories: new Set(), batch: new Map() };
    byProject.set(project, use);
  }
  if (batch === true) {
    use.batch.set(name, (use.batch.get(name) ?? 0) + Number(input ?? 0));
    return;
  }
  use.categories.add(category);
  const models = use.times.get(at) ?? new Map<string, Amounts>();
  use.times.set(at, models);
  models.set(name, plus(models.get(name) ?? NO_AMOUNTS, amounts));
}
