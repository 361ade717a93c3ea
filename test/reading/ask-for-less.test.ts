/** A page that is too large is asked for again with half the rows, until it can be taken or there is nothing to halve. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { ApiError, type ApiErrorDetails } from '../../src/openai/api-error.ts';
import { readListing } from '../../src/reading/read-listing.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { call, fakePorts } from '../tools/fake-ports.ts';

const DEADLINE = 4711;

function failure(more: Partial<ApiErrorDetails>): ApiError {
  return new ApiError({ kind: 'server', outcome: 'unknown', message: 'No.', status: 200, ...more });
}

const limitOf = ({ query }: ApiRequest) => Number(new URLSearchParams(query).get('limit') ?? Number.NaN);

/** Ports of an API whose pages can be taken up to that many rows. */
function answering(most: number, body: unknown) {
  return fakePorts((_, request) => {
    if (!(limitOf(request) <= most)) throw failure({ tooLarge: { deadline: DEADLINE } });
    return body;
  });
}

const bucket = (day: number) => ({
  object: 'bucket',
  start_time: 1_790_812_800 + day * 86_400,
  end_time: 1_790_899_200 + day * 86_400,
  results: [
    { object: 'organization.costs.result', amount: { value: 1.5, currency: 'usd' }, project_id: 'proj_1' },
  ],
});

describe('a page that is too large', () => {
  test('of a report is asked for with half the buckets and half again; the part says that it is one', async () => {
    const page = { data: [0, 1, 2, 3, 4, 5, 6].map(bucket), has_more: true, next_page: 'page_2' };
    const ports = answering(7, page);
    const given = { start_time: '2026-10-01', end_time: '2026-11-01', group_by: ['project_id'] };
    const result = await call('list_costs', { ...given, cursor: 'page_1' }, ports);
    expect(ports.sent.map(({ request }) => limitOf(request))).toEqual([31, 15, 7]);
    const others = ports.sent.map(({ request }) => request.query.replace(/&limit=\d+/, ''));
    expect(new Set(others).size).toBe(1);
    expect(others[0]).toMatch(/start_time=.*end_time=.*group_by.*page=page_1/);
    expect(result).toMatchObject({ complete: false, has_more: true, next_cursor: 'page_2' });
    expect(result.note).toContain('a part of the asked range');
  });

  test('is read again at once in the size that could be taken, for every further part of its answer', async () => {
    const results = Array.from({ length: 900 }, (_, index) => ({
      object: 'organization.costs.result',
      amount: { value: index + 1, currency: 'usd' },
      project_id: `proj_${index}`,
    }));
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ ...bucket(day), results }));
    const ports = answering(7, { data: days, has_more: true, next_page: 'page_2' });
    const given = { start_time: '2026-10-01', end_time: '2026-11-01', group_by: ['project_id'] };
    let groups = 0;
    let cursor: unknown = 'page_1';
    for (let part = 1; cursor !== 'page_2'; part += 1) {
      const result = await call('list_costs', { ...given, by_bucket: false, cursor }, ports);
      groups += (result.totals as { rows: unknown[] }).rows.length;
      expect(result.note).not.toContain('has changed since');
      expect(ports.sent).toHaveLength(part + 2);
      expect(ports.sent.at(-1)?.request.query).toContain('page=page_1');
      ({ next_cursor: cursor } = result);
    }
    expect(groups).toBe(900);
    expect(ports.sent.slice(2).map(({ request }) => limitOf(request))).toEqual(
      ports.sent.slice(2).map(() => 7),
    );
  });

  test('is never asked for with more than the call says, whatever a cursor says', async () => {
    const ports = answering(100, { data: [], has_more: false });
    await call('list_users', { limit: 20, cursor: 'shown.0.0.0.0-90.user_1' }, ports);
    expect(ports.sent.map(({ request }) => limitOf(request))).toEqual([20]);
  });

  test.each([
    ['list_projects', { limit: 50, cursor: 'proj_0' }, 3],
    ['list_files', {}, 1],
    ['list_users', { limit: 100 }, 100],
    ['list_usage', { category: 'completions', start_time: '2026-10-01', end_time: '2026-10-03' }, 1],
  ])('of %s, down to one row', async (tool, given, most) => {
    const ports = answering(most, { data: [], has_more: false });
    await call(tool, given, ports);
    const limits = ports.sent.map(({ request }) => limitOf(request));
    expect(limits.at(-1)).toBeLessThanOrEqual(most);
    expect(limits.slice(1)).toEqual(limits.slice(0, -1).map((limit) => Math.floor(limit / 2)));
  });

  test('of one row is an error, and so is one that takes no limit', async () => {
    const one = answering(0, {});
    await expect(call('list_projects', { limit: 5 }, one)).rejects.toThrow('No.');
    expect(one.sent.map(({ request }) => limitOf(request))).toEqual([5, 2, 1]);
    const none = answering(0, {});
    await expect(call('get_project', { project_id: 'proj_1' }, none)).rejects.toThrow('No.');
    expect(none.sent).toHaveLength(1);
  });

  test('is asked for within the time of the first request', async () => {
    const ports = answering(3, { data: [], has_more: false });
    await call('list_projects', { limit: 12 }, ports);
    expect(ports.sent.map(({ request }) => request.deadline)).toEqual([undefined, DEADLINE, DEADLINE]);
  });

  test('in the program’s own reads makes the pages after it smaller too', async () => {
    const sent: [number, string | null][] = [];
    const tool = toolNamed('list_projects');
    const { items, complete } = await readListing(
      tool,
      {},
      5,
      async (request) => {
        const after = new URLSearchParams(request.query).get('after');
        sent.push([limitOf(request), after]);
        if (limitOf(request) > 30) throw failure({ tooLarge: { deadline: DEADLINE } });
        const data = [{ id: after === null ? 'proj_1' : 'proj_2' }];
        return { status: 200, body: { data, has_more: after === null } };
      },
      new AbortController().signal,
    );
    expect(items.map(({ id }) => id)).toEqual(['proj_1', 'proj_2']);
    expect(complete).toBe(true);
    expect(sent).toEqual([
      [100, null],
      [50, null],
      [25, null],
      [25, 'proj_1'],
    ]);
  });
});

test('any other failure is no reason to ask for less', async () => {
  const ports = fakePorts(() => {
    throw failure({ status: 500 });
  });
  await expect(call('list_projects', { limit: 8 }, ports)).rejects.toThrow('No.');
  expect(ports.sent).toHaveLength(1);
});
