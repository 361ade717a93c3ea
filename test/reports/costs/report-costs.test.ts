/** Costs as a report against sums made of the same raw lines in whole millionths. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { DAY, type Fault, type Line, startSpending, type Things } from '../spending.ts';

/** Noon, so that today is no whole day. */
const NOW = Date.parse('2026-11-18T12:00:00Z');
const TODAY = Date.parse('2026-11-18T00:00:00Z') / 1000;
const MONTH = Date.parse('2026-11-01T00:00:00Z') / 1000;

const PROJECTS = Array.from({ length: 14 }, (_, index) => ({
  id: `proj_${index}`,
  name: `Project ${index}`,
  status: index % 5 === 4 ? 'archived' : 'active',
}));

type Shown = Record<string, unknown> & { columns: string[]; rows: unknown[][] };

async function ask(
  lines: readonly Line[],
  given: Record<string, unknown>,
  things: Things = { projects: PROJECTS },
  fault?: Fault,
) {
  const upstream = await startSpending(lines, TODAY, things, fault);
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW });
  const answer = await server.call('report_costs', given);
  expect(answer.isError, answer.text).toBe(false);
  return { shown: answer.value as Shown, requests: upstream.requests };
}

/** Exact, whether it came as a number or as text. */
function micros(value: unknown): bigint {
  const text = typeof value === 'number' ? value.toFixed(6) : String(value);
  const [whole = '', part = ''] = text.split('.');
  if (part.length > 6 && !/^0*$/.test(part.slice(6))) throw new Error(`more than millionths: ${text}`);
  const digits = BigInt(`${whole.replace('-', '')}${part.slice(0, 6).padEnd(6, '0')}`);
  return text.startsWith('-') ? -digits : digits;
}

const sumOf = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.micros, 0n);
const column = ({ columns, rows }: Shown, name: string) => rows.map((row) => row[columns.indexOf(name)]);

const line = fc.record({
  day: fc.integer({ min: -40, max: 0 }).map((back) => TODAY + back * DAY),
  project: fc.option(fc.constantFrom(...PROJECTS.map(({ id }) => id))),
  user: fc.option(fc.constantFrom('user-1', 'user-2', 'svc_acct_1')),
  key: fc.option(fc.constantFrom('key_1', 'key_2')),
  item: fc.option(
    fc.constantFrom('gpt-5-mini-2025-08-07, input', 'gpt-5-mini-2025-08-07, output', 'web search tool calls'),
  ),
  micros: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  currency: fc.constant('usd'),
  asText: fc.boolean(),
});

describe('report_costs', () => {
  test.each([
    [['project']],
    [['line_item']],
    [['user', 'project']],
    [['day']],
    [['week', 'project', 'line_item']],
  ])('by %j: rows, rest and what is not attributed are the total, to the last digit', async (by) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        async (lines, top) => {
          const { shown } = await ask(lines, { by, top });
          const within = lines.filter(({ day }) => day >= MONTH && day < TODAY);
          const rest = shown.rest as { rows: number; amount: unknown };
          expect(micros(shown.total)).toBe(sumOf(within));
          const rows = column(shown, 'amount').map(micros);
          const parts = [...rows, micros(rest.amount), micros(shown.not_attributed)];
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(sumOf(within));
          expect(rows.length).toBeLessThanOrEqual(top);
          expect(shown.complete).toBe(true);
        },
      ),
      { numRuns: 8, seed: 3 },
    );
  });

  test('each row is its project, with name, state and share', async () => {
    const lines = PROJECTS.flatMap(({ id }, index) =>
      [0, 1, 2].map((back) => ({
        day: TODAY - (back + 1) * DAY,
        project: id,
        user: null,
        key: null,
        item: null,
        micros: BigInt((index + 1) * 1_234_567),
        currency: 'usd',
        asText: back === 1,
        ...(back === 2 && { labels: { project_name: `Project ${index}`, organization_id: 'org-1' } }),
      })),
    );
    const gone = { ...(lines[0] as Line), project: 'proj_gone', micros: 10n ** 9n };
    const { shown } = await ask([...lines, gone], { top: 3 });
    expect(shown.rows.map((row) => row.slice(0, 4))).toEqual([
      [null, 'proj_gone', 'deleted', 1000],
      ['Project 13', 'proj_13', 'active', 51.851814],
      ['Project 12', 'proj_12', 'active', 48.148113],
    ]);
    const total = sumOf([...lines, gone]);
    expect(column(shown, 'share_percent')[1]).toBeCloseTo(Number((51851814n * 10000n) / total) / 100, 0);
    expect(shown.rest).toMatchObject({ rows: 12 });
  });

  test('compares the month so far with the same days of the month before', async () => {
    const at = (date: string, project: string, amount: number) => ({
      day: Date.parse(`${date}T00:00:00Z`) / 1000,
      project,
      user: null,
      key: null,
      item: null,
      micros: BigInt(amount * 1e6),
      currency: 'usd',
    });
    const lines = [
      at('2026-11-01', 'proj_1', 50),
      at('2026-11-17', 'proj_2', 10),
      at('2026-11-18', 'proj_1', 7),
      at('2026-10-01', 'proj_1', 20),
      at('2026-10-17', 'proj_3', 15),
      at('2026-10-18', 'proj_1', 999),
    ];
    const { shown } = await ask(lines, { compare: true });
    expect(shown).toMatchObject({
      period: { from: '2026-11-01', to: '2026-11-18', today_so_far: 7 },
      compared_with: { from: '2026-10-01', to: '2026-10-18' },
      total: 60,
      before: 35,
      moved: 25,
    });
    expect(column(shown, 'moved')).toEqual([30, 10]);
    expect((shown.moved_most as Shown).rows.map((row) => [row[1], row.at(-1)])).toEqual([
      ['proj_1', 30],
      ['proj_3', -15],
      ['proj_2', 10],
    ]);
  });

  test('with more rows than an answer holds, the others are in the rest', async () => {
    const lines = Array.from({ length: 100 }, (_, index) => ({
      day: TODAY - DAY,
      project: 'proj_1',
      user: null,
      key: null,
      item: Array.from({ length: 50 }, (_, part) => (index * 31 + part * 17) % 101).join(' '),
      micros: BigInt(1000 + index),
      currency: 'usd',
    }));
    const { shown } = await ask(lines, { by: ['line_item'], top: 100 });
    const rest = shown.rest as { rows: number; amount: unknown };
    expect(shown).toMatchObject({ complete: true, total: 0.10495, not_attributed: 0 });
    expect(rest.rows).toBe(100 - shown.rows.length);
    expect(rest.rows).toBeGreaterThan(0);
    const amounts = [...column(shown, 'amount'), rest.amount].map(micros);
    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(sumOf(lines));
    expect(shown.note).toContain(`Only ${shown.rows.length} rows fit`);
  });

  test('where models that were asked for cost nothing, those that did are named', async () => {
    const base = { day: TODAY - DAY, project: 'proj_1', user: null, key: null, micros: 1n, currency: 'usd' };
    const lines = [
      { ...base, item: 'gpt-6-astra, input' },
      { ...base, item: 'gpt-6-astra, output' },
      { ...base, item: 'web search tool calls' },
    ];
    const { shown } = await ask(lines, { models: ['gpt-realtime*'] });
    expect(shown).toMatchObject({ total: 0, complete: true });
    expect(shown.note).toContain('but on: gpt-6-astra, web search tool calls.');
  });

  test('nothing in a month leads to whose key it is, and an invoice may differ by what is not in the API', async () => {
    const { shown } = await ask([], { period: 'last_month' });
    expect(shown.note).toContain('auth status');
    expect(shown.note).toContain('credits are not in the API');
  });

  test('keeps two currencies apart', async () => {
    const base = { day: TODAY - DAY, user: null, key: null, item: null };
    const lines = [
      { ...base, project: 'proj_1', micros: 5_000_000n, currency: 'usd' },
      { ...base, project: 'proj_1', micros: 3_000_000n, currency: 'eur' },
      { ...base, project: null, micros: 1_000_000n, currency: 'eur' },
    ];
    const { shown } = await ask(lines, {});
    expect(shown).toMatchObject({
      total: { eur: 4, usd: 5 },
      not_attributed: { eur: 1, usd: 0 },
      rest: { rows: 0, amount: { eur: 0, usd: 0 } },
    });
    expect(shown).not.toHaveProperty('currency');
    const [currencies, amounts] = [column(shown, 'currency'), column(shown, 'amount')];
    expect(currencies.map((currency, row) => [currency, amounts[row]])).toEqual([
      ['usd', 5],
      ['eur', 3],
    ]);
  });
});

describe('the forecast of report_costs', () => {
  /** The same on each day of the months before and of this one. */
  const lines = Array.from({ length: 140 }, (_, back) => ({
    day: TODAY - (back + 1) * DAY,
    project: back % 2 === 0 ? 'proj_1' : 'proj_2',
    user: null,
    key: null,
    item: back % 2 === 0 ? 'gpt-5-mini-2025-08-07, input' : 'web search tool calls',
    micros: 10_000_000n,
    currency: 'usd',
    asText: back % 3 === 0,
  }));
  const isEarlier = ({ pathname, searchParams }: URL) =>
    pathname.endsWith('/costs') && Number(searchParams.get('start_time')) < MONTH;
  const failed = { error: { message: 'Something broke', type: 'invalid_request_error', code: null } };

  test('is what is spent and the days left, by one request more, with its method', async () => {
    const asked = await ask(lines, { forecast: true });
    const { shown, requests } = asked;
    expect(shown).toMatchObject({
      total: 170,
      complete: true,
      forecast: { month_end: 300, method: expect.stringContaining('stimate') },
    });
    const { low, high } = shown.forecast as { low: number; high: number };
    expect(low).toBeLessThan(300);
    expect(high).toBeGreaterThan(300);
    const plain = await ask(lines, {});
    expect(requests.length).toBe(plain.requests.length + 1);
  });

  test('is of the projects and models that are asked for', async () => {
    const { shown } = await ask(lines, { forecast: true, models: ['gpt-5-mini'], projects: ['proj_1'] });
    const { month_end } = shown.forecast as { month_end: number };
    expect(Math.abs(month_end - 150)).toBeLessThanOrEqual(10);
  });

  test('is one for each currency', async () => {
    const euros = lines.map((each) => ({ ...each, micros: 1_000_000n, currency: 'eur' }));
    const { shown } = await ask([...lines, ...euros], { forecast: true });
    expect(shown.forecast).toMatchObject({ eur: { month_end: 30 }, usd: { month_end: 300 } });
  });

  test('is not made where the months before cannot be read, which is told', async () => {
    const fault = (url: URL) => (isEarlier(url) ? Response.json(failed, { status: 422 }) : undefined);
    const { shown } = await ask(lines, { forecast: true }, undefined, fault);
    expect(shown).toMatchObject({ forecast: null, complete: false, total: 170 });
    expect(shown.why).toContain('No forecast: the costs before this month');
  });

  test('is not made where a day of this month is missing', async () => {
    const fault = (url: URL) =>
      url.pathname.endsWith('/costs') && !isEarlier(url)
        ? Response.json({ data: [{ start_time: MONTH, results: [] }], has_more: false })
        : undefined;
    const { shown } = await ask(lines, { forecast: true }, undefined, fault);
    expect(shown).toMatchObject({ forecast: null, complete: false });
    expect(shown.why).toContain('No forecast: the costs of this month are not whole');
  });

  test('is of this month alone', async () => {
    const upstream = await startSpending(lines, TODAY, { projects: PROJECTS });
    const server = await startInProcess({ upstream: upstream.url, now: () => NOW });
    const answer = await server.call('report_costs', { period: 'last_month', forecast: true });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('this_month');
    expect(upstream.requests).toHaveLength(0);
  });

  test.each([
    ['2026-11-07T23:00:00Z', null],
    ['2026-11-08T01:00:00Z', 300],
  ])('at %s it is %j', async (at, expected) => {
    const upstream = await startSpending(lines, Date.parse(`${at.slice(0, 10)}T00:00:00Z`) / 1000, {
      projects: PROJECTS,
    });
    const server = await startInProcess({ upstream: upstream.url, now: () => Date.parse(at) });
    const { value } = await server.call('report_costs', { forecast: true });
    const { forecast, note } = value as Shown & { forecast: { month_end: number } | null; note: string };
    expect(forecast?.month_end ?? null).toBe(expected);
    if (expected === null) expect(note).toContain('7 whole days');
  });
});

describe('what report_costs cannot cover', () => {
  const lines = Array.from({ length: 40 }, (_, back) => ({
    day: TODAY - back * DAY,
    project: 'proj_1',
    user: 'user-1',
    key: 'key_1',
    item: null,
    micros: 1_000_000n,
    currency: 'usd',
  }));
  const refused = (message: string, status = 400) =>
    Response.json({ error: { message, type: 'invalid_request_error', code: null } }, { status });
  const things = { projects: PROJECTS };

  test('a page that fails is named by its days, and the total is at least what came', async () => {
    const { shown } = await ask(lines, { period: 'last_28_days' }, things, ({ pathname, searchParams }) =>
      pathname.endsWith('/costs') && Number(searchParams.get('start_time')) === TODAY - 14 * DAY
        ? refused('Something broke', 422)
        : undefined,
    );
    expect(shown).toMatchObject({ complete: false, total_at_least: 14 });
    expect(shown).not.toHaveProperty('total');
    expect(shown.why).toContain('2026-11-04 to 2026-11-17: ');
  });

  test('of a part whose later page fails only the days that did not come are named', async () => {
    const { shown } = await ask(lines, { period: 'last_28_days' }, things, ({ pathname, searchParams }) => {
      if (!pathname.endsWith('/costs')) return undefined;
      const start = Number(searchParams.get('start_time'));
      if (start !== TODAY - 14 * DAY) return undefined;
      if (searchParams.has('page')) return refused('Something broke', 422);
      const results = [{ amount: { value: '1', currency: 'usd' }, project_id: 'proj_1' }];
      const data = [0, 1, 2].map((day) => ({ start_time: start + day * DAY, results }));
      return Response.json({ object: 'page', data, has_more: true, next_page: 'later' });
    });
    expect(shown).toMatchObject({ complete: false, total_at_least: 17 });
    expect(shown.why).toMatch(/^2026-11-07 to 2026-11-17: .*Something broke.*[^.]\.$/);
  });

  test('a day of the time before that does not come leaves no difference to tell', async () => {
    const { shown } = await ask(
      lines,
      { period: 'last_7_days', compare: true },
      things,
      ({ searchParams }) => {
        if (Number(searchParams.get('start_time')) !== TODAY - 14 * DAY) return undefined;
        const results = [{ amount: { value: '1', currency: 'usd' }, project_id: 'proj_1' }];
        return Response.json({ data: [{ start_time: TODAY - 14 * DAY, results }], has_more: false });
      },
    );
    expect(shown).toMatchObject({ complete: false, total: 7, before_at_least: 1 });
    expect(shown).not.toHaveProperty('before');
    expect(shown).not.toHaveProperty('moved');
    expect(shown).not.toHaveProperty('moved_most');
    expect(shown.columns.slice(-2)).toEqual(['share_percent', 'before_at_least']);
    expect(column(shown, 'before_at_least')).toEqual([1]);
    expect(shown.why).toContain('The time before: Nothing came for 2026-11-05 to 2026-11-10.');
  });

  test('an amount of today that cannot be read is missing in today so far', async () => {
    const { shown } = await ask(lines, {}, things, ({ pathname, searchParams }) => {
      if (!pathname.endsWith('/costs') || searchParams.has('end_time')) return undefined;
      const start = Number(searchParams.get('start_time'));
      const data = [];
      for (let day = start; day <= TODAY; day += DAY) {
        const value = day === TODAY ? 'much' : '1';
        data.push({
          start_time: day,
          results: [{ amount: { value, currency: 'usd' }, project_id: 'proj_1' }],
        });
      }
      return Response.json({ object: 'page', data, has_more: false });
    });
    expect(shown).toMatchObject({ complete: false, period: { today_so_far: null } });
    expect(shown.why).toBe('Today: 1 row without a readable amount.');
  });

  test('a time before that cannot be read takes nothing from the period', async () => {
    const { shown } = await ask(
      lines,
      { period: 'last_7_days', compare: true },
      things,
      ({ searchParams }) =>
        Number(searchParams.get('start_time')) === TODAY - 14 * DAY
          ? refused('Something broke', 422)
          : undefined,
    );
    expect(shown).toMatchObject({ complete: false, total: 7 });
    expect(shown).not.toHaveProperty('before');
    expect(shown.why).toMatch(/^The time before: .*Something broke/);
  });

  test('users that OpenAI refuses beside the projects asked for leave the sum', async () => {
    const given = { by: ['user'], projects: ['proj_1'] };
    const { shown } = await ask(lines, given, things, ({ searchParams }) =>
      searchParams.has('project_ids[]') && searchParams.has('group_by[]', 'user_id')
        ? refused('user_id cannot go with project_ids')
        : undefined,
    );
    expect(shown).toMatchObject({ complete: false, total: 17, rest: { rows: 0 } });
    expect(shown.why).toBe('OpenAI refused to group by user here, so no row has it.');
  });

  describe('by user alone', () => {
    const spent = (user: string, project: string, dollars: bigint): Line => ({
      day: TODAY - DAY,
      project,
      user,
      key: null,
      item: null,
      micros: dollars * 1_000_000n,
      currency: 'usd',
    });
    const lines = [
      spent('user-1', 'proj_0', 4n),
      spent('user-1', 'proj_1', 4n),
      spent('svc_acct_1', 'proj_1', 3n),
      spent('user-robot', 'proj_2', 2n),
      spent('user-gone', 'proj_2', 1n),
    ];
    const things = {
      projects: PROJECTS,
      users: [{ id: 'user-1', email: 'ada@example.com' }],
      accounts: {
        proj_1: [{ id: 'svc_acct_1', name: 'nightly' }],
        proj_2: [{ id: 'user-robot', name: 'deploy' }],
      },
    };

    test('service accounts have the name of their project’s list, whatever their ID looks like', async () => {
      const { shown, requests } = await ask(lines, { by: ['user'] }, things);
      expect(shown.columns.slice(0, 4)).toEqual(['user', 'id', 'state', 'amount']);
      expect(shown.rows.map((row) => row.slice(0, 4))).toEqual([
        ['ada@example.com', 'user-1', 'active', 8],
        ['nightly', 'svc_acct_1', 'active', 3],
        ['deploy', 'user-robot', 'active', 2],
        [null, 'user-gone', 'deleted', 1],
      ]);
      const asked = requests.filter(({ line: first }) => first.includes('/service_accounts'));
      expect(asked).toHaveLength(2);
    });

    test('people are told all the same where OpenAI refuses users with projects, and whose names lack', async () => {
      const { shown } = await ask(lines.slice(0, 3), { by: ['user'] }, things, ({ searchParams }) =>
        searchParams.getAll('group_by[]').length > 1
          ? refused('user_id cannot go with project_id')
          : undefined,
      );
      expect(shown.rows.map((row) => row.slice(0, 4))).toEqual([
        ['ada@example.com', 'user-1', 'active', 8],
        [null, 'svc_acct_1', 'unknown', 3],
      ]);
      expect(shown.complete).toBe(true);
      expect(shown.note).toContain('Not read: names of service accounts');
    });
  });

  test('a grouping that OpenAI refuses gives way to the largest one that it takes', async () => {
    const { shown } = await ask(lines, { by: ['user', 'project'] }, things, ({ searchParams }) =>
      searchParams.getAll('group_by[]').length > 1 ? refused('user_id cannot go with project_id') : undefined,
    );
    expect(shown).toMatchObject({ complete: false, total: 17, why: expect.stringContaining('user') });
    expect(shown.columns.slice(0, 3)).toEqual(['project', 'id', 'state']);
  });

  test('what only helps to find names of keys goes before what was asked for', async () => {
    const { shown } = await ask(lines, { by: ['api_key', 'user'] }, things, ({ searchParams }) =>
      searchParams.has('group_by[]', 'user_id') && searchParams.has('group_by[]', 'project_id')
        ? refused('user_id cannot go with project_id')
        : undefined,
    );
    expect(shown).toMatchObject({ complete: true, total: 17 });
    expect([column(shown, 'api_key_id'), column(shown, 'user_id')]).toEqual([['key_1'], ['user-1']]);
  });

  test('today that is still empty is nothing, not zero', async () => {
    const { shown } = await ask(lines.slice(1), {});
    expect(shown).toMatchObject({ period: { today_so_far: null }, complete: true, total: 17 });
    expect(shown.note).toContain('no figures of today yet');
  });

  test('a day that does not come is missing, not zero', async () => {
    const { shown } = await ask(lines, {}, things, (url) => {
      if (!url.pathname.endsWith('/costs')) return undefined;
      return Response.json({ object: 'page', data: [{ start_time: MONTH, results: [] }], has_more: false });
    });
    expect(shown).toMatchObject({ complete: false, total_at_least: 0 });
    expect(shown.why).toContain('2026-11-02 to 2026-11-17');
  });

  test('an amount that cannot be read is told', async () => {
    const { shown } = await ask(lines, { period: 'yesterday' }, things, (url) => {
      if (!url.pathname.endsWith('/costs')) return undefined;
      const results = [
        { amount: { value: '$12', currency: 'usd' }, project_id: 'proj_1' },
        { amount: { value: '3.5', currency: 'usd' }, project_id: 'proj_1' },
      ];
      return Response.json({ data: [{ start_time: TODAY - DAY, results }], has_more: false });
    });
    expect(shown).toMatchObject({ complete: false, total_at_least: 3.5 });
    expect(shown.why).toContain('1 row');
  });
});
