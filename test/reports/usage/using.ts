/** An organization's use as raw events, and a stand-in for OpenAI that adds them up as asked, over real HTTP. */
import { HttpResponse, http } from 'msw';
import { startCannedApi } from '../../openai/canned-api.ts';
import type { Fault } from '../spending.ts';

export const HOUR = 3600;
export const DAY = 86_400;

/** What was used at a moment of one kind of use; labels that a kind does not know are null. */
export type Event = {
  category: string;
  /** Unix seconds. */
  at: number;
  labels: Record<string, string | boolean | null>;
  figures: Record<string, number>;
  /** What its rows say besides, which no document names; rows that say other things are other rows. */
  beside?: Record<string, string>;
};

export type Things = {
  projects: Record<string, unknown>[];
  users?: Record<string, unknown>[];
  /** By project. */
  keys?: Record<string, Record<string, unknown>[]>;
  /** By project. */
  accounts?: Record<string, Record<string, unknown>[]>;
  /** First seconds of buckets that do not come. */
  missing?: ReadonlySet<number>;
};

const WIDTHS: Record<string, { seconds: number; most: number }> = {
  '1d': { seconds: DAY, most: 31 },
  '1h': { seconds: HOUR, most: 168 },
  '1m': { seconds: 60, most: 1440 },
};

const OWNER = ['project_id', 'user_id', 'api_key_id'];
const MODEL = [...OWNER, 'model'];
/** What OpenAI's document lets each kind be grouped by, as far as these reports ask. */
const GROUPS: Record<string, readonly string[]> = {
  completions: [...MODEL, 'batch', 'service_tier'],
  decisions: [...MODEL, 'batch', 'service_tier'],
  file_search_calls: OWNER,
  vector_stores: ['project_id'],
  code_interpreter_sessions: ['project_id'],
};

/** Members that are a level: within a bucket the last one counts. */
const LEVELS = ['usage_bytes'];

function resultsOf(events: readonly Event[], groupBy: readonly string[], known: readonly string[]) {
  const groups = new Map<string, { labels: Event['labels']; figures: Record<string, number> }>();
  for (const { labels, figures, beside = {} } of events) {
    const shown = Object.fromEntries(
      known.map((name) => [name, groupBy.includes(name) ? (labels[name] ?? null) : null]),
    );
    const key = JSON.stringify([shown, beside]);
    const group = groups.get(key) ?? { labels: { ...shown, ...beside }, figures: {} };
    groups.set(key, group);
    for (const [name, value] of Object.entries(figures)) {
      group.figures[name] = (group.figures[name] ?? 0) + value;
    }
  }
  return [...groups.values()].map(({ labels, figures }) => ({ ...figures, ...labels }));
}

/** The last of each project in the bucket, for what is a level. */
function withoutEarlierLevels(events: readonly Event[]): Event[] {
  const last = new Map<string, Event>();
  const others: Event[] = [];
  for (const event of events) {
    const isLevel = LEVELS.some((name) => name in event.figures);
    if (isLevel) last.set(String(event.labels.project_id), event);
    else others.push(event);
  }
  return [...others, ...last.values()];
}

/** `now` in Unix seconds: where use without an end stops. */
export function startUsing(
  events: readonly Event[],
  now: number,
  things: Things,
  fault: Fault = () => undefined,
) {
  const list = (data: unknown[]) => HttpResponse.json({ object: 'list', data, has_more: false });
  const refused = (message: string) =>
    HttpResponse.json({ error: { message, type: 'invalid_request_error', code: null } }, { status: 400 });
  const orFault =
    (answer: (url: URL, params: Record<string, string>) => Response) =>
    ({ request, params }: { request: Request; params: object }) => {
      const url = new URL(request.url);
      return fault(url) ?? answer(url, params as Record<string, string>);
    };
  const one = (all: Record<string, unknown>[], id: unknown) => {
    const found = all.find((thing) => thing.id === id);
    const error = { message: `No such thing: ${id}`, type: 'invalid_request_error', code: 'not_found' };
    return found ? HttpResponse.json(found) : HttpResponse.json({ error }, { status: 404 });
  };
  const { projects, users = [], keys = {}, accounts = {}, missing = new Set() } = things;
  return startCannedApi(
    http.get(
      '*/v1/organization/usage/:category',
      orFault(({ searchParams }, { category = '' }) => {
        const asked = (name: string) => searchParams.getAll(`${name}[]`);
        const { seconds, most } = WIDTHS[searchParams.get('bucket_width') ?? '1d'] ?? { seconds: 0, most: 0 };
        const limit = Number(searchParams.get('limit') ?? 7);
        if (limit < 1 || limit > most) return refused(`Invalid 'limit': ${limit}`);
        const known = GROUPS[category] ?? MODEL;
        const groupBy = asked('group_by');
        if (groupBy.some((name) => !known.includes(name))) return refused(`Invalid 'group_by': ${groupBy}`);
        const given = Number(searchParams.get('end_time') ?? now + 1);
        if (given > now + 1) return refused("'end_time' is in the future");
        const start = Number(searchParams.get('page') ?? searchParams.get('start_time'));
        const first = start - (start % seconds);
        const [within, models] = [asked('project_ids'), asked('models')];
        const wanted = events.filter(
          ({ category: of, labels }) =>
            of === category &&
            (within.length === 0 || within.includes(String(labels.project_id))) &&
            (models.length === 0 || models.includes(String(labels.model))),
        );
        const data = [];
        let from = first;
        for (; from < given && from < first + limit * seconds; from += seconds) {
          const until = from + seconds;
          const inside = wanted.filter(({ at }) => at >= from && at < until && at <= now);
          const results = resultsOf(withoutEarlierLevels(inside), groupBy, known);
          if (!missing.has(from)) data.push({ object: 'bucket', start_time: from, end_time: until, results });
        }
        const has_more = from < given;
        return HttpResponse.json({
          object: 'page',
          data,
          has_more,
          next_page: has_more ? String(from) : null,
        });
      }),
    ),
    http.get(
      '*/v1/organization/projects',
      orFault(() => list(projects.slice(0, 100))),
    ),
    http.get(
      '*/v1/organization/projects/:id',
      orFault((_, { id }) => one(projects, id)),
    ),
    http.get(
      '*/v1/organization/users',
      orFault(() => list(users)),
    ),
    http.get(
      '*/v1/organization/users/:id',
      orFault((_, { id }) => one(users, id)),
    ),
    http.get(
      '*/v1/organization/projects/:id/api_keys',
      orFault((_, { id = '' }) => list(keys[id] ?? [])),
    ),
    http.get(
      '*/v1/organization/projects/:id/service_accounts',
      orFault((_, { id = '' }) => list(accounts[id] ?? [])),
    ),
  );
}
