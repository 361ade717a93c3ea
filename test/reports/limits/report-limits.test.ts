/** Limits as a report against what the raw facts come to, minute by minute. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { HOUR, type Limited, MINUTE, type Minute, startLimited, type World } from './limited.ts';

const NOW = Date.parse('2026-11-18T12:00:30Z');
/** The hour that runs and the 23 before it. */
const START = Date.parse('2026-11-17T13:00:00Z') / 1000;
const MINUTES = 23 * 60 + 1;
const MONTH = Date.parse('2026-11-01T00:00:00Z') / 1000;

type Shown = Record<string, unknown> & { columns: string[]; rows: unknown[][] };

async function ask(world: Omit<World, 'now'>, given: Record<string, unknown> = {}, flags = {}) {
  const upstream = await startLimited({ ...world, now: NOW });
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW, flags });
  const answer = await server.call('report_limits', given);
  return { shown: answer.value as Shown, answer, requests: upstream.requests };
}

const row = ({ columns, rows }: Shown, id: string): Record<string, unknown> => {
  const found = rows.find((cells) => cells[1] === id) ?? [];
  return Object.fromEntries(columns.map((name, index) => [name, found[index]]));
};

const completion = (more: Partial<Minute>): Minute => ({
  at: START,
  project: 'proj_1',
  category: 'completions',
  model: 'gpt-5-mini-2025-08-07',
  requests: 1,
  input: 10,
  output: 5,
  ...more,
});

const refused = (status: number) =>
  Response.json({ error: { message: 'Something broke', type: 'invalid_request_error' } }, { status });

describe('report_limits: spending', () => {
  const projects: Limited[] = [
    { id: 'proj_1', name: 'Search', limit: 50_000, alerts: [40_000, 10_000], spent: { 0: 1_050, 3: 29_950 } },
    { id: 'proj_2', name: 'Chat', spent: { 1: 99_999, 40: 5_000_000 }, alerts: [50_000] },
    { id: 'proj_3', name: 'Idle' },
    { id: 'proj_4', name: 'Old', status: 'archived', limit: 1, spent: { 2: 500 } },
  ];

  test('the month so far with today against limits in cents, and what has none', async () => {
    const organization = { limit: 1_000_000, alerts: [800_000], enforcing: true };
    const { shown } = await ask({ projects, organization });
    expect(row(shown, 'proj_1')).toMatchObject({ spend: 310, limit: 500, percent: 62, alerts: [100, 400] });
    expect(row(shown, 'proj_2')).toMatchObject({ spend: 999.99, limit: null, percent: null, alerts: [500] });
    expect(row(shown, 'proj_3')).toMatchObject({ spend: 0, limit: null, alerts: [], tightest_rate: null });
    expect(shown.rows).toHaveLength(3);
    expect(shown).toMatchObject({
      organization: { spend: 1314.99, limit: 10_000, percent: 13.1, alerts: [8000] },
      no_spend_limit: { count: 2, projects: ['Chat', 'Idle'] },
      blocked_now: ['the organization'],
      complete: true,
    });
    expect(shown.note).toMatch(/limit is hard.*429.*alerts only send email/);
  });

  test('over_percent leaves only what is near, and top cuts the rest', async () => {
    expect((await ask({ projects }, { over_percent: 60 })).shown.rows.map(([name]) => name)).toEqual([
      'Search',
    ]);
    const { shown } = await ask({ projects }, { top: 1 });
    expect(shown).toMatchObject({ rest: { rows: 2 }, no_spend_limit: { count: 2, projects: ['Chat'] } });
  });

  test('an amount that is none is unread, and never no limit', async () => {
    const { shown } = await ask({ projects: [{ id: 'proj_1', name: 'Search', limit: '$500' }] });
    expect(row(shown, 'proj_1')).toMatchObject({ limit: 'unread', percent: null });
    expect(shown).toMatchObject({ complete: false, no_spend_limit: { count: 0 } });
  });

  test.each([
    ['/projects/proj_1/spend_limit', 'limit', 'proj_1, spend limit'],
    ['/projects/proj_1/spend_alerts', 'alerts', 'proj_1, spend alerts'],
    ['/costs', 'spend_at_least', 'costs of this month'],
  ])('%s that fails is told, and nothing else', async (path, column, why) => {
    const fault = ({ pathname }: URL) => (pathname.endsWith(path) ? refused(403) : undefined);
    const { shown } = await ask({ projects, fault });
    expect(shown.complete).toBe(false);
    expect(shown.why).toContain(why);
    expect(row(shown, 'proj_1')[column]).toBe('unread');
    expect(row(shown, 'proj_2').alerts).toEqual([500]);
  });

  test('without the list of projects those that spent something stand in its place', async () => {
    const fault = ({ pathname }: URL) => (pathname.endsWith('/projects') ? refused(403) : undefined);
    const { shown } = await ask({ projects, fault });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining('list of projects') });
    expect(row(shown, 'proj_1').percent).toBe(62);
  });

  const daily = (cents: number) =>
    Object.fromEntries(Array.from({ length: 140 }, (_, back) => [back, cents]));
  const steady: Limited[] = [
    { id: 'proj_1', name: 'Search', limit: 290_000, spent: daily(10_000) },
    { id: 'proj_2', name: 'Chat', limit: 400_000, spent: daily(10_000) },
    { id: 'proj_3', name: 'Free', spent: daily(1_000) },
  ];

  test('says of each limit whether the month passes it at its usual pace', async () => {
    const { shown } = await ask({ projects: steady, organization: { limit: 500_000 } });
    const { columns, rows, method } = shown.forecast as Shown;
    const told = rows.map((cells) => [
      cells[0],
      cells[columns.indexOf('limit')],
      Math.round(Number(cells[columns.indexOf('month_end')])),
      cells.at(-1),
    ]);
    expect(told).toEqual([
      ['organization', 5000, 6300, 'yes'],
      ['Search', 2900, 3000, 'yes'],
      ['Chat', 4000, 3000, 'no'],
    ]);
    expect(method).toMatch(/estimate/i);
  });

  test('a forecast that lacks its history is told and not made', async () => {
    const fault = ({ pathname, searchParams }: URL) =>
      pathname.endsWith('/costs') && Number(searchParams.get('start_time')) < MONTH
        ? refused(403)
        : undefined;
    const { shown } = await ask({ projects: steady, fault });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining('forecast of Search') });
    expect(shown).not.toHaveProperty('forecast');
  });

  test('what does not fit is told and continued, each project in one answer', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({
      id: `proj_${index}`,
      name: `Project ${index}`,
      spent: { 1: index },
    }));
    const { shown: first, requests } = await ask({ projects: many }, { top: 100 });
    expect(requests.length).toBeLessThan(230);
    expect(first.complete).toBe(false);
    const [, after] = /from_project: (proj_\d+)/.exec(String(first.why)) ?? [];
    const { shown: second } = await ask({ projects: many }, { top: 100, from_project: after });
    expect(second.complete).toBe(true);
    const ids = [...first.rows, ...second.rows].map((cells) => cells[1]);
    expect(new Set(ids).size).toBe(130);
    expect(ids[0]).toBe('proj_129');
  });

  test('pinned to projects it asks for nothing else', async () => {
    const { shown, requests } = await ask({ projects }, {}, { project: 'proj_1' });
    expect(shown).toMatchObject({ complete: true });
    expect(shown).not.toHaveProperty('organization');
    expect(requests.filter(({ line }) => !line.includes('proj_1'))).toEqual([]);
  });
});

describe('report_limits: rates', () => {
  const rates = [
    { model: 'gpt-5-mini', max_requests_per_1_minute: 100, max_tokens_per_1_minute: 10_000 },
    { model: 'gpt-image-1', max_images_per_1_minute: 5, max_requests_per_1_day: 200 },
  ];
  const projects = [{ id: 'proj_1', name: 'Search', rates }];
  const rated = async (minutes: Minute[], given = {}) => {
    const { shown } = await ask({ projects, minutes }, given);
    return [row(shown, 'proj_1').tightest_rate, row(shown, 'proj_1').busiest_minute_percent];
  };

  test('a short peak counts, however quiet its hour was', async () => {
    const steady = Array.from({ length: 60 }, (_, index) =>
      completion({ at: START + HOUR + index * MINUTE, requests: 9, input: 0, output: 0 }),
    );
    const peak = completion({ at: START + 5 * HOUR + 7 * MINUTE, requests: 73, input: 0, output: 0 });
    expect(await rated([...steady, peak])).toEqual(['gpt-5-mini 73 of 100 requests a minute', 73]);
  });

  test('input and output tokens count, use by batches does not', async () => {
    const own = completion({ input: 3_000, output: 1_500 });
    const batch = completion({ requests: 5_000, input: 9e6, batch: true });
    expect(await rated([own, batch])).toEqual(['gpt-5-mini 4500 of 10000 tokens a minute', 45]);
  });

  test('batches have a limit of the day of their own', async () => {
    const own = [{ model: 'gpt-5-mini', max_requests_per_1_minute: 9, batch_1_day_max_input_tokens: 1000 }];
    const minutes = [0, 9].map((hours) =>
      completion({ at: START + hours * HOUR, input: 300, output: 900, batch: true }),
    );
    const { shown } = await ask({ projects: [{ id: 'proj_1', name: 'Search', rates: own }], minutes });
    expect(row(shown, 'proj_1')).toMatchObject({
      tightest_rate: 'gpt-5-mini 600 of 1000 batch input tokens a day',
      busiest_minute_percent: 60,
    });
  });

  test('one answer with minutes stays small, whichever hours of whichever projects are the busiest', async () => {
    const models = ['m-0', 'm-1', 'm-2', 'm-3', 'm-4'];
    const many = Array.from({ length: 20 }, (_, index) => ({
      id: `proj_${index}`,
      name: `Project ${index}`,
      rates: models.map((model) => ({ model, max_requests_per_1_minute: 100 })),
    }));
    const busy = many.flatMap(({ id }, hour) =>
      Array.from({ length: 60 }, (_, minute) =>
        models.map((model) =>
          completion({ at: START + hour * HOUR + minute * MINUTE, project: id, model, requests: 9 }),
        ),
      ).flat(),
    );
    const { shown, requests } = await ask({ projects: many, minutes: busy });
    expect(shown.rest).toEqual({ rows: 10 });
    const sizes = requests.flatMap(({ line }) => {
      const { searchParams: asked } = new URL(line.split(' ')[1] ?? '', 'http://localhost');
      if (asked.get('bucket_width') !== '1m') return [];
      return [asked.getAll('project_ids[]').length * Number(asked.get('limit')) * models.length];
    });
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThan(20);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5000);
  });

  test('a limit of zero that was used before refuses every call and comes first', async () => {
    const none = [{ model: 'gpt-5-mini', max_requests_per_1_minute: 0 }];
    const { shown } = await ask(
      {
        projects: [
          { id: 'proj_0', name: 'Rich', spent: { 1: 900 }, limit: 1000 },
          { id: 'proj_1', name: 'Search', rates: none },
        ],
        minutes: [completion({})],
      },
      { over_percent: 95 },
    );
    expect(shown.rows).toEqual([
      ['Search', 'proj_1', 0, null, null, [], 'gpt-5-mini 0 requests a minute: refuses every call', null],
    ]);
  });

  test('models narrow the limits, and what has none is named', async () => {
    const image = completion({ category: 'images', model: 'gpt-image-1', images: 2 });
    expect(await rated([completion({ requests: 99 }), image], { models: ['gpt-image*'] })).toEqual([
      'gpt-image-1 2 of 5 images a minute',
      40,
    ]);
    const { shown } = await ask({ projects, minutes: [completion({ model: 'o9-new' })] });
    expect(shown.note).toContain('Used without a rate limit of the project: o9-new');
  });

  test.each([
    ['/usage/embeddings', 'use of embeddings'],
    ['/projects/proj_1/rate_limits', 'rate limits of proj_1'],
    ['1m', 'minutes of completions'],
  ])('%s that fails is told', async (what, why) => {
    const fault = (url: URL) =>
      (url.pathname.endsWith(what) || url.searchParams.get('bucket_width') === what) && refused(403);
    const world = { projects, minutes: [completion({ requests: 60 })] };
    const { shown } = await ask({ ...world, fault: (url) => fault(url) || undefined });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining(why) });
  });

  test('the tightest limit is that of a count over every minute of the day', async () => {
    const minute = fc.record({
      at: fc.integer({ min: 0, max: MINUTES - 1 }).map((count) => START + count * MINUTE),
      project: fc.constantFrom('proj_1', 'proj_2'),
      category: fc.constant('completions'),
      model: fc.constantFrom('gpt-5-mini', 'gpt-5-mini-2025-08-07', 'gpt-5', 'gpt-5-mini-high'),
      requests: fc.integer({ min: 1, max: 50 }),
      input: fc.integer({ min: 0, max: 5_000 }),
      output: fc.integer({ min: 0, max: 500 }),
      batch: fc.boolean(),
    });
    const limit = fc.integer({ min: 1, max: 100_000 });
    const limits = fc.record({ requests: limit, tokens: limit, daily: limit });
    await fc.assert(
      fc.asyncProperty(fc.array(minute, { maxLength: 80 }), limits, async (minutes, most) => {
        const model = {
          model: 'gpt-5-mini',
          max_requests_per_1_minute: most.requests,
          max_tokens_per_1_minute: most.tokens,
          max_requests_per_1_day: most.daily,
        };
        const both = ['proj_1', 'proj_2'].map((id) => ({ id, name: id, rates: [model] }));
        const { shown } = await ask({ projects: both, minutes });
        for (const { id } of both) {
          const own = minutes.filter(
            (one) => one.project === id && !one.batch && /^gpt-5-mini(-\d|$)/.test(one.model),
          );
          const at = (time: number) => own.filter((one) => one.at === time);
          const sum = (of: typeof own, count: (one: (typeof own)[number]) => number) =>
            of.reduce((all, one) => all + count(one), 0);
          const percents = [
            sum(own, ({ requests }) => requests) / most.daily,
            ...own.flatMap(({ at: time }) => [
              sum(at(time), ({ requests }) => requests) / most.requests,
              sum(at(time), ({ input, output }) => input + output) / most.tokens,
            ]),
          ];
          const highest = Math.round(Math.max(0, ...percents) * 1000) / 10;
          expect(row(shown, id).busiest_minute_percent ?? 0).toBe(own.length === 0 ? 0 : highest);
        }
        expect(shown.complete).toBe(true);
      }),
      { numRuns: 12, seed: 5 },
    );
  });
});

test('a month that begins today has no whole day yet', async () => {
  const now = Date.parse('2026-12-01T09:00:00Z');
  const upstream = await startLimited({
    projects: [{ id: 'proj_1', name: 'Search', limit: 1000, spent: { 0: 250 } }],
    now,
  });
  const server = await startInProcess({ upstream: upstream.url, now: () => now });
  const { value } = await server.call('report_limits', {});
  expect(row(value as Shown, 'proj_1')).toMatchObject({ spend: 2.5, percent: 25 });
});
