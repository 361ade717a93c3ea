/** Use as a report against sums made of the same raw events. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import type { Fault } from '../spending.ts';
import { DAY, type Event, HOUR, startUsing, type Things } from './using.ts';

/** A quarter past noon, so that neither today nor the hour is whole. */
const NOW = Date.parse('2026-11-18T12:15:00Z') / 1000;
const TODAY = Date.parse('2026-11-18T00:00:00Z') / 1000;
const MONTH = Date.parse('2026-11-01T00:00:00Z') / 1000;

const PROJECTS = Array.from({ length: 4 }, (_, index) => ({
  id: `proj_${index}`,
  name: `Project ${index}`,
  status: 'active',
}));
const THINGS: Things = {
  projects: PROJECTS,
  users: [{ id: 'user-1', email: 'ada@example.com', name: 'Ada' }],
  keys: {
    proj_0: [
      { id: 'key_1', name: 'batch job', owner: { type: 'user', user: { email: 'ada@example.com' } } },
      {
        id: 'key_2',
        name: 'chat',
        owner: { type: 'service_account', service_account: { name: 'chat-bot' } },
      },
    ],
  },
  accounts: { proj_0: [{ id: 'svc_acct_1', name: 'chat-bot' }] },
};

type Shown = Record<string, unknown> & {
  columns: string[];
  rows: unknown[][];
  totals: Record<string, number | null>;
  rest: Record<string, number | null>;
  not_attributed: Record<string, number | null>;
  retiring: { columns: string[]; rows: unknown[][]; as_of: string; source: string };
};

async function ask(
  events: readonly Event[],
  given: Record<string, unknown>,
  things: Things = THINGS,
  fault?: Fault,
) {
  const upstream = await startUsing(events, NOW, things, fault);
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW * 1000 });
  const answer = await server.call('report_usage', given);
  expect(answer.isError, answer.text).toBe(false);
  return { shown: answer.value as Shown, lines: upstream.requests.map((request) => request.line) };
}

const column = ({ columns, rows }: Shown, name: string) => rows.map((row) => row[columns.indexOf(name)]);

/** What each figure is called in an answer, by what it is called in the API. */
const NAMES: Record<string, Record<string, string>> = {
  completions: {
    num_model_requests: 'requests',
    input_tokens: 'input_tokens',
    input_cached_tokens: 'of_which_cached',
    output_tokens: 'output_tokens',
  },
  images: { images: 'images', num_model_requests: 'requests' },
  audio_transcriptions: { seconds: 'seconds', num_model_requests: 'requests' },
  audio_speeches: { characters: 'characters', num_model_requests: 'requests' },
  file_search_calls: { num_requests: 'calls' },
  web_search_calls: { num_requests: 'calls', num_model_requests: 'requests' },
  code_interpreter_sessions: { num_sessions: 'sessions' },
};

const completion = (at: number, labels: Event['labels'], requests: number, more = {}): Event => ({
  category: 'completions',
  at,
  labels: { project_id: 'proj_0', user_id: 'user-1', api_key_id: 'key_1', model: 'gpt-6-astra', ...labels },
  figures: {
    num_model_requests: requests,
    input_tokens: requests * 100,
    input_cached_tokens: requests * 40,
    output_tokens: requests * 10,
    ...more,
  },
});

const labels = fc.record({
  project_id: fc.option(fc.constantFrom(...PROJECTS.map(({ id }) => id))),
  user_id: fc.option(fc.constantFrom('user-1', 'user-2', 'svc_acct_1')),
  api_key_id: fc.option(fc.constantFrom('key_1', 'key_2', 'key_3')),
  model: fc.option(fc.constantFrom('gpt-6-astra', 'gpt-5-mini-2025-08-07', 'gpt-4o-2024-08-06')),
  batch: fc.option(fc.boolean()),
  service_tier: fc.option(fc.constantFrom('default', 'flex')),
});
const moment = fc.integer({ min: TODAY - 40 * DAY, max: NOW });

function eventsOf(category: string) {
  const figures = fc.record(
    Object.fromEntries(Object.keys(NAMES[category] ?? {}).map((name) => [name, fc.nat({ max: 10 ** 9 })])),
  );
  return fc.array(fc.record({ category: fc.constant(category), at: moment, labels, figures }), {
    maxLength: 50,
  });
}

describe('report_usage', () => {
  test.each([
    ['completions', ['model'], TODAY],
    ['completions', ['user'], TODAY],
    ['completions', ['api_key', 'hour'], NOW - (NOW % HOUR)],
    ['completions', ['batch', 'service_tier'], TODAY],
    ['completions', ['day'], TODAY],
    ['completions', ['hour'], NOW - (NOW % HOUR)],
    ['images', ['model', 'project'], TODAY],
    ['audio_transcriptions', ['user', 'day'], TODAY],
    ['audio_speeches', ['model'], TODAY],
    ['file_search_calls', ['api_key'], TODAY],
    ['web_search_calls', ['model'], TODAY],
    ['code_interpreter_sessions', ['project', 'day'], TODAY],
  ])(
    '%s by %j: rows, rest and what is not attributed are the totals',
    async (category, by, end) => {
      await fc.assert(
        fc.asyncProperty(eventsOf(category), fc.integer({ min: 1, max: 3 }), async (events, top) => {
          const { shown } = await ask(events, { category, by, top });
          const within = events.filter(({ at }) => at >= MONTH && at < end);
          expect(shown.complete, String(shown.why)).toBe(true);
          expect(shown.rows.length).toBeLessThanOrEqual(top);
          for (const [member, name] of Object.entries(NAMES[category] ?? {})) {
            const expected = within.reduce((sum, { figures }) => sum + (figures[member] ?? 0), 0);
            const rows = column(shown, name) as number[];
            const parts = [...rows, shown.rest[name] ?? 0, shown.not_attributed[name] ?? 0];
            expect(shown.totals[name] ?? 0, name).toBe(expected);
            expect(
              parts.reduce((sum, part) => sum + part, 0),
              name,
            ).toBe(expected);
          }
        }),
        { numRuns: 6, seed: 5 },
      );
    },
    30_000,
  );

  test('cached tokens stand as a part of the input', async () => {
    const events = [completion(TODAY - DAY, {}, 10), completion(TODAY - 2 * DAY, {}, 5)];
    const { shown } = await ask(events, {});
    expect(shown.totals).toEqual({
      requests: 15,
      input_tokens: 1500,
      of_which_cached: 600,
      output_tokens: 150,
    });
    expect(shown.columns).toEqual([
      'model',
      'requests',
      'input_tokens',
      'of_which_cached',
      'output_tokens',
      'retires',
    ]);
    expect(shown.rows).toEqual([['gpt-6-astra', 15, 1500, 600, 150, null]]);
  });

  test('what was written to the cache has a column where there is any', async () => {
    const { shown } = await ask([completion(TODAY - DAY, {}, 1, { input_cache_write_tokens: 7 })], {});
    expect(column(shown, 'of_which_cache_writes')).toEqual([7]);
  });

  test('hours go on until the one that is not over, which stands apart', async () => {
    const events = [
      completion(TODAY - 8 * DAY, {}, 1),
      completion(TODAY + 11 * HOUR, {}, 90, { input_tokens: 93_000_000 }),
      completion(NOW - 60, {}, 4),
    ];
    const { shown, lines } = await ask(events, { by: ['api_key', 'hour'], period: 'this_month', top: 1 });
    expect(shown.rows[0]?.slice(0, 4)).toEqual(['batch job', 'key_1', 'active', '2026-11-18T11:00Z']);
    expect(shown.period).toMatchObject({ to: '2026-11-18T12:00Z', hour_so_far: { requests: 4 } });
    expect(shown.totals.requests).toBe(91);
    expect(lines.filter((line) => line.includes('/usage/completions?'))).toHaveLength(3);
  });

  test('today stands apart from days', async () => {
    const { shown } = await ask([completion(NOW - HOUR, {}, 4), completion(TODAY - 1, {}, 2)], {});
    expect(shown).toMatchObject({
      period: { to: '2026-11-18', today_so_far: { requests: 4 } },
      totals: { requests: 2 },
    });
  });

  test('a service account is named as its project names it', async () => {
    const events = [completion(TODAY - DAY, { user_id: 'svc_acct_1' }, 3), completion(TODAY - DAY, {}, 2)];
    const { shown } = await ask(events, { by: ['user'] });
    expect(column(shown, 'user')).toEqual(['chat-bot', 'ada@example.com']);
  });

  test('what is stored is not added up over days', async () => {
    const stored = (at: number, project_id: string, usage_bytes: number): Event => ({
      category: 'vector_stores',
      at,
      labels: { project_id },
      figures: { usage_bytes },
    });
    const events = [
      stored(TODAY - 3 * DAY, 'proj_0', 500),
      stored(TODAY - 3 * DAY, 'proj_2', 50),
      stored(TODAY - 2 * DAY, 'proj_0', 300),
      stored(TODAY - 2 * DAY, 'proj_1', 70),
    ];
    const { shown } = await ask(events, { category: 'vector_stores' });
    expect(shown.totals).toEqual({ usage_bytes: 370 });
    expect(column(shown, 'usage_bytes')).toEqual([300, 70]);
    expect(shown.note).toContain('2026-11-16');
    const byDay = await ask(events, { category: 'vector_stores', by: ['day'], top: 1 });
    expect(byDay.shown.rows).toEqual([['2026-11-15', 550]]);
    expect(byDay.shown).toMatchObject({ totals: { usage_bytes: 370 }, rest: { rows: 1, usage_bytes: null } });
  });

  test('without a category the others that were used are told too', async () => {
    const images: Event = {
      category: 'images',
      at: TODAY - DAY,
      labels: { project_id: 'proj_0', api_key_id: 'key_2', model: 'gpt-image-1.5' },
      figures: { images: 12, num_model_requests: 6 },
    };
    const { shown } = await ask([completion(TODAY - DAY, {}, 1), images], {});
    expect(shown.other_categories).toEqual({ images: { images: 12, requests: 6 } });
    expect(shown.retiring.rows).toEqual([
      ['gpt-image-1.5', '2026-12-01', 'Project 0', 'chat', 'chat-bot', 6],
    ]);
    const alone = await ask([images], { category: 'completions' });
    expect(alone.shown).not.toHaveProperty('other_categories');
    const byHour = await ask([completion(TODAY + HOUR, {}, 1), images], { by: ['model', 'hour'] });
    expect(byHour.shown.note).toContain('are of whole days, until 2026-11-18.');
  });
});

describe('models that are about to be retired', () => {
  test('with who still calls them, the next ones first', async () => {
    const events = [
      completion(TODAY - DAY, { model: 'gpt-4o-2024-08-06' }, 900),
      completion(TODAY - DAY, { model: 'gpt-5-2025-08-07', api_key_id: 'key_1' }, 2),
      completion(TODAY - DAY, { model: 'gpt-5-2025-08-07', api_key_id: 'key_2' }, 30),
      completion(TODAY - DAY, { model: 'gpt-5-2025-08-07', api_key_id: 'key_gone', project_id: 'proj_1' }, 7),
      completion(TODAY - DAY, { model: 'gpt-5.2-2025-12-11' }, 5),
      completion(TODAY - DAY, { model: 'somebodys-own-model' }, 5),
    ];
    const { shown } = await ask(events, { by: ['model'] });
    const { retiring } = shown;
    expect(retiring.columns).toEqual(['model', 'date', 'project', 'key', 'owner', 'requests']);
    expect(retiring.rows).toEqual([
      ['gpt-5-2025-08-07', '2026-12-11', 'Project 0', 'chat', 'chat-bot', 30],
      ['gpt-5-2025-08-07', '2026-12-11', 'Project 1', 'key_gone', null, 7],
      ['gpt-5-2025-08-07', '2026-12-11', 'Project 0', 'batch job', 'ada@example.com', 2],
      ['gpt-4o-2024-08-06', '2027-01-14', 'Project 0', 'batch job', 'ada@example.com', 900],
    ]);
    expect(retiring).toMatchObject({
      as_of: expect.stringMatching(/^2026-/),
      source: expect.stringContaining('openai.com'),
    });
    const dates = new Map(shown.rows.map((row) => [row[0], row.at(-1)]));
    expect(dates.get('gpt-5-2025-08-07')).toBe('2026-12-11');
    expect(dates.get('gpt-5.2-2025-12-11')).toBeNull();
    expect(dates.get('somebodys-own-model')).toBeNull();
    expect(shown.note).toContain('unknown, not safe');
  });

  test('are counted beyond the first eight callers', async () => {
    const events = Array.from({ length: 11 }, (_, index) =>
      completion(TODAY - DAY, { model: 'o3-2025-04-16', api_key_id: `key_${index}` }, index + 1),
    );
    const { shown } = await ask(events, {});
    expect(shown.retiring.rows).toHaveLength(8);
    expect(shown.retiring).toMatchObject({ more_rows: 3 });
  });
});

describe('what report_usage cannot cover', () => {
  const events = Array.from({ length: 60 }, (_, back) => completion(TODAY - back * DAY, {}, 1));
  const refused = (message: string, status = 400) =>
    Response.json({ error: { message, type: 'invalid_request_error', code: null } }, { status });

  test.each([
    ['vector_stores', 'user', 'project, day, hour'],
    ['images', 'batch', 'project, model, user, api_key, day, hour'],
    ['file_search_calls', 'model', 'project, user, api_key, day, hour'],
  ])('%s by %s is refused with what there is', async (category, by, instead) => {
    const upstream = await startUsing([], NOW, THINGS);
    const server = await startInProcess({ upstream: upstream.url, now: () => NOW * 1000 });
    const answer = await server.call('report_usage', { category, by: [by] });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(`Pass ${instead}`);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a page that fails is named by its days, and totals are at least what came', async () => {
    const { shown } = await ask(
      events,
      { period: '2026-09-20/2026-11-18', by: ['user'] },
      THINGS,
      ({ searchParams }) =>
        Number(searchParams.get('start_time')) === Date.parse('2026-09-20T00:00:00Z') / 1000
          ? refused('Something broke', 422)
          : undefined,
    );
    expect(shown).toMatchObject({ complete: false, totals_at_least: { requests: 28 } });
    expect(shown).not.toHaveProperty('totals');
    expect(shown.why).toContain('2026-09-20 to 2026-10-20: ');
  });

  test('a later page that fails takes nothing from those before, though nothing else was asked for', async () => {
    const { shown } = await ask(events, { by: ['user'] }, THINGS, ({ pathname, searchParams }) => {
      if (!pathname.endsWith('/usage/completions')) return undefined;
      if (searchParams.has('page')) return refused('Something broke', 422);
      const results = [{ num_model_requests: 3, input_tokens: 5, output_tokens: 7, user_id: 'user-1' }];
      const data = [0, 1].map((day) => ({ start_time: MONTH + day * DAY, results }));
      return Response.json({ object: 'page', data, has_more: true, next_page: 'later' });
    });
    expect(shown).toMatchObject({ complete: false, totals_at_least: { requests: 6 } });
    expect(shown.why).toMatch(/^2026-11-03 to 2026-11-18: .*Something broke/);
  });

  test('a grouping that OpenAI refuses gives way to one that keeps what was asked for', async () => {
    const fault: Fault = ({ searchParams }) =>
      searchParams.getAll('group_by[]').length > 1 ? refused('user_id cannot go with project_id') : undefined;
    const alone = await ask(events, { by: ['user'] }, THINGS, fault);
    expect(alone.shown).toMatchObject({ complete: true, totals: { requests: 17 } });
    expect(column(alone.shown, 'user')).toEqual(['ada@example.com']);
    const both = await ask(events, { by: ['user', 'project'] }, THINGS, fault);
    expect(both.shown).toMatchObject({ complete: false, totals: { requests: 17 } });
    expect(both.shown.why).toContain('OpenAI refused to group by');
  });

  test('a kind of use that cannot be read is named', async () => {
    const { shown } = await ask(events, {}, THINGS, ({ pathname }) =>
      pathname.endsWith('/usage/embeddings') ? refused('Something broke', 422) : undefined,
    );
    expect(shown).toMatchObject({ complete: false, totals: { requests: 17 } });
    expect(shown.why).toContain('embeddings: ');
  });

  test('a day that does not come, and a figure that is none, are missing and not zero', async () => {
    const { shown } = await ask(events, { by: ['user'] }, THINGS, ({ pathname }) => {
      if (!pathname.endsWith('/usage/completions')) return undefined;
      const results = [
        { num_model_requests: 'many', input_tokens: 5, output_tokens: '7', user_id: 'user-1' },
      ];
      return Response.json({ data: [{ start_time: MONTH, results }], has_more: false });
    });
    expect(shown).toMatchObject({
      complete: false,
      totals_at_least: { input_tokens: 5, output_tokens: 7, requests: null },
    });
    expect(shown.why).toContain('1 figure that cannot be read');
    expect(shown.why).toContain('Nothing came for 16 days: 2026-11-02');
  });

  test('who calls a retiring model is missing where that cannot be read', async () => {
    const calls = [completion(TODAY - DAY, { model: 'gpt-5-2025-08-07' }, 3)];
    const { shown } = await ask(calls, {}, THINGS, ({ searchParams }) =>
      searchParams.getAll('models[]').length > 0 ? refused('Something broke', 422) : undefined,
    );
    expect(shown).toMatchObject({ complete: false, totals: { requests: 3 }, retiring: { rows: [] } });
    expect(shown.why).toContain('Retiring models, completions');
  });

  test('names that cannot be read leave IDs', async () => {
    const { shown } = await ask(events, { by: ['api_key'] }, THINGS, ({ pathname }) =>
      pathname.endsWith('/api_keys') ? refused('No', 403) : undefined,
    );
    expect(shown.rows[0]?.slice(0, 3)).toEqual([null, 'key_1', 'unknown']);
    expect(shown.note).toContain('Not read: api keys of proj_0');
  });
});
