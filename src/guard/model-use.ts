/** What projects used of their models in their busiest hour and on their busiest day of the last week, read for many at once. */
import { isRecord } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import { inTurn } from '../reading/in-turn.ts';
import type { Reader } from '../reading/reader.ts';
import { type Amounts, amountsIn, isOfModel, NO_AMOUNTS, plus } from '../reading/used-amounts.ts';
import { exactNumber } from '../tools/exact-number.ts';

export type Use = { hour: Amounts; day: Amounts };

/** A model of a project, by the name that its limit has. */
export type ProjectModel = { project: string; model: string };

/** Undefined where any of it cannot be read. Never rejects. */
export type ReadUse = (one: ProjectModel) => Promise<Use | undefined>;

/** OpenAI gives at most so many buckets of an hour at once: seven days. */
const HOURS = 168;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** Projects that one request is about. */
const MOST_PROJECTS = 50;

/** Its model requests are counted among those of the model that searched, too. */
const COUNTED_TWICE = 'web_search_calls';

/** @param all what will be asked about; nothing of it is read before */
export function modelUses(all: readonly ProjectModel[], reader: Reader, nowSeconds: number): ReadUse {
  const projects = [...new Set(all.map(({ project }) => project))];
  const tallies = new Map<number, Promise<Map<string, Tally> | undefined>>();
  return async (one) => {
    const turn = Math.floor(projects.indexOf(one.project) / MOST_PROJECTS);
    const some = projects.slice(turn * MOST_PROJECTS, (turn + 1) * MOST_PROJECTS);
    const wanted = all.filter(({ project }) => some.includes(project));
    const reading = tallies.get(turn) ?? readTallies(some, wanted, reader, nowSeconds);
    tallies.set(turn, reading);
    const tally = (await reading)?.get(keyOf(one));
    return tally && { hour: busiest(tally.hours), day: busiest(tally.days) };
  };
}

type Tally = ProjectModel & { hours: Map<number, Amounts>; days: Map<number, Amounts> };

/** Never rejects. */
async function readTallies(
  projects: readonly string[],
  wanted: readonly ProjectModel[],
  reader: Reader,
  nowSeconds: number,
): Promise<Map<string, Tally> | undefined> {
  const tool = reader.tools.find(({ endpoint }) => endpoint.path === '/organization/usage/{category}');
  const kinds = tool?.params.group_by?.items?.values_only_for?.model?.category;
  if (tool === undefined || kinds === undefined) return undefined;
  const until = nowSeconds - (nowSeconds % HOUR_SECONDS);
  const asked = {
    start_time: until - (HOURS - 1) * HOUR_SECONDS,
    bucket_width: '1h',
    limit: HOURS,
    project_ids: projects,
    group_by: projects.length > 1 ? ['project_id', 'model'] : ['model'],
  };
  const tallies = wanted.map((one): Tally => ({ ...one, hours: new Map(), days: new Map() }));
  const byProject = new Map(projects.map((one) => [one, tallies.filter(({ project }) => project === one)]));
  try {
    await inTurn(
      kinds.filter((category) => category !== COUNTED_TWICE),
      async (category) => {
        const { items, complete } = await reader.list(tool, { ...asked, category }, 1);
        if (!complete) throw new TooMuch();
        for (const bucket of items) count(bucket, byProject, projects);
      },
    );
    return new Map(tallies.map((tally) => [keyOf(tally), tally]));
  } catch (error) {
    const isTooMuch = error instanceof TooMuch || (error instanceof ApiError && error.tooLarge !== undefined);
    if (!isTooMuch || projects.length === 1) return undefined;
    // Half of them fit, or half of these.
    const middle = Math.ceil(projects.length / 2);
    const halves = await Promise.all(
      [projects.slice(0, middle), projects.slice(middle)].map((half) => {
        const ofHalf = wanted.filter(({ project }) => half.includes(project));
        return readTallies(half, ofHalf, reader, nowSeconds);
      }),
    );
    return new Map(halves.flatMap((half) => [...(half ?? [])]));
  }
}

class TooMuch extends Error {}

class Unreadable extends Error {}

/** What names no model may be of any; what names no project, among several, cannot be told. */
function count(
  { start_time: given, results }: Record<string, unknown>,
  tallies: ReadonlyMap<string, readonly Tally[]>,
  projects: readonly string[],
): void {
  const start = exactNumber(given)?.toNumber();
  if (start === undefined || !Array.isArray(results)) throw new Unreadable();
  for (const row of results) {
    const project = !isRecord(row) ? undefined : projects.length > 1 ? row.project_id : projects[0];
    if (!isRecord(row) || typeof project !== 'string') throw new Unreadable();
    for (const tally of tallies.get(project) ?? []) {
      if (typeof row.model === 'string' && !isOfModel(tally.model, row.model)) continue;
      const amounts = amountsIn(row);
      if (amounts === undefined) throw new Unreadable();
      add(tally.hours, start, amounts);
      add(tally.days, start - (start % DAY_SECONDS), amounts);
    }
  }
}

function keyOf({ project, model }: ProjectModel): string {
  return JSON.stringify([project, model]);
}

function add(all: Map<number, Amounts>, at: number, more: Amounts): void {
  all.set(at, plus(all.get(at) ?? NO_AMOUNTS, more));
}

function busiest(all: ReadonlyMap<number, Amounts>): Amounts {
  const most = (name: keyof Amounts) => Math.max(0, ...[...all.values()].map((amounts) => amounts[name]));
  return { requests: most('requests'), tokens: most('tokens'), images: most('images') };
}
