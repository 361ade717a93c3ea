/** An organization's spending as raw lines, and a stand-in for OpenAI that adds them up as asked, over real HTTP. */
import { HttpResponse, http } from 'msw';
import { startCannedApi } from '../openai/canned-api.ts';

export const DAY = 86_400;

/** What one key spent in one day on one line item; millionths of the currency's unit. */
export type Line = {
  /** Unix seconds at midnight. */
  day: number;
  project: string | null;
  user: string | null;
  key: string | null;
  item: string | null;
  micros: bigint;
  currency: string;
  asText?: boolean;
  labels?: Record<string, string>;
};

export type Things = {
  projects: Record<string, unknown>[];
  users?: Record<string, unknown>[];
  /** By project. */
  keys?: Record<string, Record<string, unknown>[]>;
  /** By project. */
  accounts?: Record<string, Record<string, unknown>[]>;
};

/** What goes wrong: an answer in place of the usual one. */
export type Fault = (url: URL) => Response | undefined;

const LABELS = { project_id: 'project', user_id: 'user', api_key_id: 'key', line_item: 'item' } as const;

function decimal(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const digits = String(micros < 0n ? -micros : micros).padStart(7, '0');
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** The buckets that OpenAI would answer with, from a day on to another one. */
function bucketsOf(lines: readonly Line[], start: number, end: number, groupBy: readonly string[]) {
  const byDay = new Map<number, Line[]>();
  for (const line of lines) byDay.set(line.day, [...(byDay.get(line.day) ?? []), line]);
  const buckets = [];
  for (let day = start; day < end; day += DAY) {
    const groups = new Map<string, Line>();
    for (const line of byDay.get(day) ?? []) {
      const grouped = Object.entries(LABELS).map(([name, own]) =>
        groupBy.includes(name) ? line[own] : null,
      );
      const key = JSON.stringify([line.currency, ...grouped]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { ...line });
      else group.micros += line.micros;
    }
    const results = [...groups.values()].map((line) => ({
      object: 'organization.costs.result',
      amount: {
        value: line.asText ? decimal(line.micros) : Number(decimal(line.micros)),
        currency: line.currency,
      },
      ...Object.fromEntries(
        Object.entries(LABELS).map(([name, own]) => [name, groupBy.includes(name) ? line[own] : null]),
      ),
      ...line.labels,
    }));
    buckets.push({ object: 'bucket', start_time: day, end_time: day + DAY, results });
  }
  return buckets;
}

/** `today` is where costs without an end stop. */
export function startSpending(
  lines: readonly Line[],
  today: number,
  things: Things,
  fault: Fault = () => undefined,
) {
  const list = (data: unknown[]) => HttpResponse.json({ object: 'list', data, has_more: false });
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
  const { projects, users = [], keys = {}, accounts = {} } = things;
  return startCannedApi(
    http.get(
      '*/v1/organization/costs',
      orFault(({ searchParams }) => {
        const asked = (name: string) => searchParams.getAll(`${name}[]`);
        const start = Number(searchParams.get('page') ?? searchParams.get('start_time'));
        const end = Number(searchParams.get('end_time') ?? today + DAY);
        const limit = Number(searchParams.get('limit') ?? 7);
        const within = asked('project_ids');
        const wanted = lines.filter(({ project }) => within.length === 0 || within.includes(project ?? ''));
        const upTo = Math.min(end, start + limit * DAY);
        return HttpResponse.json({
          object: 'page',
          data: bucketsOf(wanted, start, upTo, asked('group_by')),
          has_more: upTo < end,
          next_page: upTo < end ? String(upTo) : null,
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
