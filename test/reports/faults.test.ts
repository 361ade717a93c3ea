/** Whatever one read of a report answers: what is missing is said, and nothing that cannot be read is taken for zero. */
import { describe, expect, test } from 'vitest';
import { type Spoil, startGenerated } from './generated-server.ts';

const NOW = Date.parse('2026-11-18T12:30:00Z');
const SIZE = { projects: 3, people: 4, now: NOW, busyHours: 1 };

type Json = Record<string, unknown>;

/** Each way of asking that reads something else. */
const CALLS: [string, Json][] = [
  ['report_costs', {}],
  ['report_costs', { by: ['user', 'model'], compare: true, forecast: true }],
  ['report_usage', {}],
  ['report_usage', { by: ['api_key', 'hour'], period: 'today' }],
  ['report_usage', { category: 'vector_stores' }],
  ['report_limits', {}],
  ['report_limits', { projects: ['proj_0', 'proj_1'] }],
  ['report_access', {}],
  ['report_access', { subject: 'person.1@example.com' }],
  ['report_access', { subject: 'proj_1' }],
  ['report_changes', {}],
  ['report_changes', { subject: 'person.1@example.com' }],
  ['report_vector_stores', {}],
  ['find', { words: 'job 1' }],
  ['find', { words: 'person.1@example.com' }],
];

const refusal = (status: number, headers = {}) =>
  Response.json({ error: { message: 'It broke', type: 'x', code: null } }, { status, headers });
const broken = () => refusal(500, { 'retry-after': '0' });

const isFirstPage = ({ searchParams }: URL) => !searchParams.has('after') && !searchParams.has('page');

async function changed(usual: () => Response, change: (body: Json) => unknown): Promise<Response> {
  const response = usual();
  return response.ok ? Response.json(change((await response.json()) as Json)) : response;
}

/** Of a list its entries, of anything else itself. */
function withEntries(body: Json, spoiled: (entries: Json[]) => unknown): unknown {
  return Array.isArray(body.data) ? { ...body, data: spoiled(body.data) } : (spoiled([body]) as unknown[])[0];
}

/** A time that cannot be read is null where it is shown. */
const isTime = (name = '') => /_(?:time|at)$/.test(name);

function withoutNumbers(value: unknown, name?: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutNumbers(one));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutNumbers(one, key)]));
  }
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value));
  return isNumber && !isTime(name) ? 'many' : value;
}

const more = (cursor: string | null) => (body: Json) =>
  'data' in body ? { ...body, has_more: true, last_id: cursor, next: cursor, next_page: cursor } : body;

/** In the place of a right answer. */
const FAULTS: Record<string, Spoil> = {
  'a server error': broken,
  'a rate limit longer than the patience': () => refusal(429, { 'retry-after': '60' }),
  'a request that is wrong': () => refusal(400),
  'no JSON': () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  'an empty object': () => Response.json({}),
  'entries without members': (_, usual) =>
    changed(usual, (body) => withEntries(body, (all) => all.map(() => ({})))),
  'numbers that are none': (_, usual) =>
    changed(usual, (body) => withEntries(body, (all) => all.map((entry) => withoutNumbers(entry)))),
  'a day, an hour or a minute that does not come': (_, usual) =>
    changed(usual, (body) =>
      withEntries(body, (all) => all.filter((entry, at) => at !== 1 || !('results' in entry))),
    ),
  'more that cannot be had': (_, usual) => changed(usual, more(null)),
  'a second page that fails': (url, usual) => (isFirstPage(url) ? changed(usual, more('x')) : broken()),
};

/** Which reads are alike: path and query, without IDs and values. */
function kindOf({ pathname, searchParams }: URL): string {
  const path = pathname.replaceAll(/\/(?=[^/]*[_-]\w*\d)[^/]+/g, '/ID');
  const names = [...new Set(searchParams.keys())].filter((name) => name !== 'after' && name !== 'page');
  return [path, ...names.sort(), searchParams.get('bucket_width') ?? ''].join(' ');
}

const isSaid = ({ complete, note }: Json) => complete === false || /Not read/.test(String(note));

describe.each(CALLS)('%s %j', (name, given) => {
  test('says of each of its reads that it failed, or is the same without it', async () => {
    let spoil: Spoil = () => undefined;
    const { server, requests } = await startGenerated(SIZE, (url, usual) => spoil(url, usual));
    const whole = await server.call(name, given);
    expect(whole.value, whole.text).toMatchObject({ complete: true });
    const urls = requests.map(({ line }) => new URL(line.split(' ')[1] ?? '', 'http://localhost'));
    const silent: string[] = [];
    for (const kind of new Set(urls.map(kindOf))) {
      for (const [fault, spoiled] of Object.entries(FAULTS)) {
        spoil = (url, usual) => (kindOf(url) === kind ? spoiled(url, usual) : undefined);
        const { isError, text, value } = await server.call(name, given);
        const isHonest = isError || isSaid(value) || text === whole.text;
        if (!isHonest || /undefined|NaN|\[object/.test(text)) silent.push(`${kind}: ${fault}`);
      }
    }
    expect(silent).toEqual([]);
  }, 400_000);
});
