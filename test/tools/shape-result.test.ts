import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { sampleTool } from './sample-tool.ts';
import { shaped as shapedBy } from './shaped.ts';

const shape = (tool: string, body: unknown, cursor?: string) => shapedBy(toolNamed(tool), body, { cursor });

const item = { object: 'thing', id: 'proj_1', created_at: 1_793_491_200, archived_at: null };

/** A whole body for each style of paging, with what comes next. */
const STYLES = [
  ['after_last_id', { has_more: true, last_id: 'proj_1' }, 'proj_1'],
  ['after_last_id', { has_more: true }, 'proj_1'],
  ['after_last_item', { has_more: true, last_id: 'other' }, 'proj_1'],
  ['after_next', { next: 'token' }, 'token'],
  ['after_next', { has_more: true, next: 'token' }, 'token'],
  ['page', { has_more: true, next_page: 'page_A+/=' }, 'page_A+/='],
] as const;

describe('a list', () => {
  test.each(STYLES)('%s with %j goes on at %s', async (pagination, paging, next) => {
    const tool = sampleTool({}, { pagination });
    const shaped = await shapedBy(tool, { object: 'list', data: [item], ...paging }, {});
    expect(shaped).toEqual({
      columns: ['id', 'created_at'],
      rows: [['proj_1', '2026-11-01T00:00:00Z']],
      has_more: true,
      next_cursor: next,
      note: expect.stringContaining(
        'pass next_cursor back unchanged as cursor, with the same other arguments',
      ),
    });
  });

  test.each([
    ['after_last_id', { has_more: false, last_id: 'proj_1' }],
    ['after_last_item', {}],
    ['after_next', { next: null }],
    ['after_next', { next: '' }],
    ['page', { has_more: false, next_page: 'page_A' }],
    ['page', { has_more: false, next_page: null }],
  ] as const)('%s with %j ends', async (pagination, paging) => {
    const shaped = await shapedBy(sampleTool({}, { pagination }), { data: [item], ...paging }, {});
    expect(shaped).toMatchObject({ has_more: false });
    expect(shaped).not.toHaveProperty('next_cursor');
    expect(shaped).not.toHaveProperty('note');
  });

  test.each([
    ['after_last_id', { data: [item], has_more: true, last_id: 'proj_1' }, 'proj_1'],
    ['after_last_id', { data: [], has_more: true }, 'proj_1'],
    ['page', { data: [], has_more: true, next_page: null }, undefined],
    ['after_next', { data: [item], next: 'same' }, 'same'],
  ] as const)(
    '%s that does not move on from %j is told so, without a cursor',
    async (pagination, body, cursor) => {
      const shaped = await shapedBy(sampleTool({}, { pagination }), body, { cursor });
      expect(shaped).toMatchObject({ has_more: true, note: expect.stringContaining('gave no new cursor') });
      expect(shaped).not.toHaveProperty('next_cursor');
    },
  );

  test.each([
    ['that hides something', 'page\u202e2'],
    ['with a line of control characters', 'page\u001b[2J'],
    ['that never ends', 'x'.repeat(4001)],
  ])('takes a cursor %s for none, since it could not go back as it came', async (_, next) => {
    const shaped = await shape('list_costs', { data: [], has_more: true, next_page: next });
    expect(shaped).not.toHaveProperty('next_cursor');
    expect(shaped.note).toContain('gave no new cursor');
  });

  test('hands every cursor on byte for byte', async () => {
    const tool = sampleTool({}, { pagination: 'page' });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), async (next) => {
        const body = { data: [], has_more: true, next_page: next };
        const shaped = JSON.parse(JSON.stringify(await shapedBy(tool, body, {})));
        expect(shaped.next_cursor).toBe(next);
      }),
    );
  });

  test('that is empty says what that may mean, on its first page', async () => {
    const empty = { data: [], has_more: false };
    expect((await shape('list_audit_logs', empty)).note).toContain('audit logging may be off');
    expect(await shape('list_audit_logs', empty, 'audit_1')).not.toHaveProperty('note');
    expect(await shape('list_projects', empty)).toEqual({ items: [], has_more: false });
  });

  test('without pages says nothing about cursors', async () => {
    const shaped = await shape('search_vector_store', { data: [item], has_more: true, next_page: 'x' });
    expect(shaped).not.toHaveProperty('next_cursor');
    expect(shaped.note).toBe('The API says that there is more and gives no way to it: ask more narrowly.');
  });
});

describe('a report', () => {
  const bucket = {
    start_time: 1_793_491_200,
    end_time: 1_793_577_600,
    results: [{ amount: { value: '1.5', currency: 'usd' } }],
  };

  test('that came whole says so', async () => {
    const shaped = await shape('list_costs', {
      object: 'page',
      data: [bucket],
      has_more: false,
      next_page: null,
    });
    expect(shaped).toMatchObject({ complete: true, has_more: false, totals: { rows: [[1.5]] } });
    expect(shaped).not.toHaveProperty('note');
  });

  test('of which more follows says that its totals are partial', async () => {
    const shaped = await shape('list_costs', { data: [bucket], has_more: true, next_page: 'page_A' });
    expect(shaped).toMatchObject({ complete: false, next_cursor: 'page_A' });
    expect(shaped.note).toContain('totals are for these buckets only');
    expect(shaped.note).toContain('pass next_cursor back');
  });
});

describe('a single thing', () => {
  test('is shown as it is', async () => {
    expect(await shape('get_project', item)).toEqual({ id: 'proj_1', created_at: '2026-11-01T00:00:00Z' });
  });

  test.each([
    [null, { done: true }],
    ['text', { done: true, result: 'text' }],
    [[1], { done: true, result: [1] }],
    [{}, { done: true }],
    [{ object: 'thing' }, { done: true }],
    [
      { id: 'x', data: [item] },
      { id: 'x', data: [{ id: 'proj_1', created_at: '2026-11-01T00:00:00Z' }] },
    ],
    // As activating certificates answers: a list reads like any other.
    [
      { object: 'list', data: [item] },
      { columns: ['id', 'created_at'], rows: [['proj_1', '2026-11-01T00:00:00Z']] },
    ],
    [
      { data: [], has_more: true },
      { items: [], has_more: true },
    ],
  ])('%j becomes %j', async (body, shaped) => expect(await shape('delete_user', body)).toEqual(shaped));
});

describe('a report in several pages', () => {
  const body = {
    has_more: false,
    data: [
      {
        start_time: 1_793_491_200,
        end_time: 1_793_577_600,
        results: [{ amount: { value: 1, currency: 'usd' } }],
      },
    ],
  };

  test('is not whole on its last page either', async () => {
    expect(await shape('list_costs', body, 'page_2')).toMatchObject({ complete: false, has_more: false });
    expect((await shape('list_costs', body, 'page_2')).note).toContain('last part');
    expect(await shape('list_costs', body)).toMatchObject({ complete: true });
  });

  test('without a row says what that may mean', async () => {
    const none = { ...body, data: [{ ...body.data[0], results: [] }] };
    expect((await shape('list_costs', none)).note).toContain('exactly as in results');
  });

  test('keeps the largest groups, the sum of the rest, and leaves out rows that are too many for a conversation', async () => {
    const results = Array.from({ length: 900 }, (_, i) => ({
      line_item: `some model number ${i}, input_tokens`,
      amount: { value: 1, currency: 'usd' },
    }));
    const large = await shapedBy(
      toolNamed('list_costs'),
      { ...body, data: [{ ...body.data[0], results }] },
      { values: { group_by: ['line_item'] } },
    );
    expect(large).not.toHaveProperty('by_bucket');
    const { rows } = large.totals as { rows: unknown[] };
    expect(rows.length).toBeGreaterThan(50);
    expect(large.rest).toEqual({ groups: 900 - rows.length, amount: 900 - rows.length });
    expect(large.complete).toBe(true);
    expect(large.note).toContain(
      `the ${rows.length} largest of 900 groups; rest is the exact sum of those that follow`,
    );
    expect(encode(JSON.stringify(large)).length).toBeLessThan(6500);
  });
});

describe('what a list says of itself', () => {
  test('stands before its rows, and members that nobody foresaw with it', async () => {
    const body = {
      object: 'vector_store.search_results.page',
      search_query: ['refunds'],
      data: [item],
      has_more: false,
      next_page: null,
      took: { ms: 3, at: null },
    };
    const shaped = await shape('search_vector_store', body);
    expect(Object.keys(shaped)).toEqual(['has_more', 'search_query', 'took', 'columns', 'rows']);
    expect(shaped).toMatchObject({ search_query: ['refunds'], took: { ms: 3 } });
  });

  test('stands before the tables of a report, too', async () => {
    const data = [
      { start_time: 1_793_491_200, end_time: 1_793_577_600, results: [{ amount: { value: '?' } }] },
    ];
    const shaped = await shape('list_costs', { data, has_more: true, next_page: 'page_2', region: 'eu' });
    const names = Object.keys(shaped);
    expect(names.slice(0, 5)).toEqual(['complete', 'has_more', 'next_cursor', 'note', 'region']);
    expect(names.indexOf('totals')).toBeLessThan(names.indexOf('by_bucket'));
    expect(shaped).toMatchObject({ complete: false, note: expect.stringContaining('amount in 1 of 1 rows') });
  });

  test('a figure that cannot be read makes a whole range incomplete, and no "nothing was spent"', async () => {
    const data = [
      { start_time: 1_793_491_200, end_time: 1_793_577_600, results: [{ amount: { value: '$5' } }] },
    ];
    const shaped = await shape('list_costs', { data, has_more: false });
    expect(shaped).toMatchObject({ complete: false, totals: { rows: [[null]] } });
    expect(shaped.note).not.toContain('Nothing was spent');
  });
});

describe('maps of the organization', () => {
  const keys = { updated_at: 1_700_000_000, object: 'mine', threshold_amount: 100 };

  test.each([
    ['get_federation_rule', 'attribute_matchers'],
    ['get_vector_store', 'metadata'],
    ['get_vector_store_file', 'attributes'],
  ])('%s shows %s as it came', async (tool, name) => {
    expect(await shape(tool, { id: 'x', [name]: keys })).toEqual({ id: 'x', [name]: keys });
  });
});

test.each([
  ['500000', 5000],
  [123, 1.23],
  ['9007199254740993', '90071992547409.93'],
  ['a lot', undefined],
])('cents given as %j are dollars: %j', async (threshold_amount, threshold_usd) => {
  const shaped = await shape('get_spend_alert', { id: 'alert_1', threshold_amount });
  expect(shaped).toEqual(
    threshold_usd === undefined ? { id: 'alert_1', threshold_amount } : { id: 'alert_1', threshold_usd },
  );
});

describe('a list that is too long for a conversation', () => {
  const rows = Array.from({ length: 400 }, (_, index) => ({
    id: `user-${index}aB3dE5gH7jK9mN1pQ3sT`,
    email: `person.number.${index}@example.com`,
    role: 'reader',
    added_at: 1_700_000_000 + index,
  }));

  /** A page behind a cursor, as the API answers. */
  const page = (cursor: string | undefined, limit: number) => {
    const start = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor) + 1;
    const data = rows.slice(start, start + limit);
    return { data, has_more: start + limit < rows.length, last_id: data.at(-1)?.id };
  };

  test.each([100, 400, 7])(
    'in pages of %i is read to its end by the cursors, each row once',
    async (limit) => {
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const shaped = await shape('list_users', page(cursor, limit), cursor);
        expect(encode(JSON.stringify(shaped)).length).toBeLessThan(6500);
        seen.push(...itemsOf(shaped).map(({ id }) => id));
        expect(shaped.has_more).toBe(shaped.next_cursor !== undefined);
        cursor = shaped.next_cursor as string | undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(rows.map(({ id }) => id));
    },
  );

  test('says how much of the page is shown', async () => {
    const shaped = await shape('list_users', page(undefined, 400));
    const { length } = itemsOf(shaped);
    expect(length).toBeGreaterThan(60);
    expect(shaped.note).toContain(`Shown are 1 to ${length} of the 400 rows of this page`);
    expect(shaped.next_cursor).toBe(rows[length - 1]?.id);
  });
});
