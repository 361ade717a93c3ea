/** No answer is larger than a conversation can hold, and what was cut can be had to the last value. */
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { callTool } from '../../src/calls/call-tool.ts';
import { defined } from '../../src/model/record.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { shownForm } from '../../src/text/shown-form.ts';
import { readGivenCursor } from '../../src/tools/answer-position.ts';
import { shapeResult } from '../../src/tools/shape-result.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { budgetOf } from '../text/budget.ts';
import { fakePorts } from './fake-ports.ts';
import { CALLER } from './open-guard.ts';
import { readToTheEnd, valuesIn, valuesOfRows } from './put-together.ts';
import { sampleTool } from './sample-tool.ts';
import { LATER, shaped } from './shaped.ts';

/** The default of --max-result-tokens. */
const MOST = 6000;

type Api = (cursor: string | undefined) => Record<string, unknown>;

/** The answers of a tool, from the first to the last, each no larger than it may be. */
async function answersOf(tool: ToolSpec, api: Api, values: Record<string, unknown> = {}, maxTokens = MOST) {
  const answers = await readToTheEnd((given) => {
    const asked = given === undefined ? {} : readGivenCursor(given);
    return shapeResult(tool, structuredClone(api(asked.cursor)), {
      asked,
      values,
      budget: budgetOf(maxTokens),
      notes: [],
      revealSecrets: false,
      now: LATER,
    });
  });
  for (const answer of answers) expect(encode(JSON.stringify(answer)).length).toBeLessThanOrEqual(maxTokens);
  return answers;
}

/** In a table, values stand in the order of its columns. */
const sorted = (rows: unknown[][]) => rows.map((row) => row.map((value) => JSON.stringify(value)).sort());

/** A list in pages, as each style of paging gives them. */
function paged(rows: readonly { id: string }[], size: number, style: ToolSpec['pagination']): Api {
  return (cursor) => {
    const named = style === 'after_last_id' || style === 'after_last_item';
    const start =
      cursor === undefined
        ? 0
        : named
          ? rows.findIndex(({ id }) => id === cursor) + 1
          : Number(cursor.slice(5));
    const data = rows.slice(start, start + size);
    const more = start + size < rows.length;
    const next = more ? `page_${start + size}` : null;
    return {
      object: 'list',
      data,
      has_more: more,
      ...(named && { last_id: data.at(-1)?.id }),
      ...(style === 'after_next' && { next }),
      ...(style === 'page' && { next_page: next }),
    };
  };
}

const STYLES = ['after_last_id', 'after_last_item', 'after_next', 'page'] as const;

/** A few characters, over and over. */
const anyLong = (least: number) =>
  fc
    .tuple(
      fc.string({
        unit: fc.oneof(
          fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
          fc.constantFrom('é', 'ß', 'ж', '漢', 'ض', '😀', '¢', '\u2028'),
        ),
        minLength: 1,
        maxLength: 12,
      }),
      fc.integer({ min: least, max: 10 * least }),
    )
    .map(([text, length]) => text.repeat(length / text.length));

/** Rows of one form or of many, some of them larger than a whole answer. */
const anyRows = fc
  .array(
    fc.record(
      {
        name: fc.string({ unit: 'binary', maxLength: 40 }),
        tags: fc.array(fc.string({ maxLength: 8 }), { maxLength: 5 }),
        owner: fc.record({ name: fc.string(), at: fc.integer() }),
        metadata: fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fc.string({ maxLength: 10 }), {
          maxKeys: 4,
        }),
        words: fc.nat(9000).map((count) => (count > 8000 ? 'word '.repeat(count) : 'short')),
        list: fc
          .nat(3000)
          .map((count) => Array.from({ length: count > 2700 ? count : 2 }, (_, index) => `item-${index}`)),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 60 },
  )
  .map((rows) => rows.map((row, index) => ({ id: `row-${index}`, ...row })));

describe('a cursor that points where nothing is', () => {
  const rows = Array.from({ length: 3 }, (_, index) => ({ id: `id_${index}`, name: 'short' }));
  const day = { start_time: 1_790_812_800, end_time: 1_790_899_200 };
  const report = { data: [{ ...day, results: rows.map(({ id }) => ({ project_id: id, n: 1 })) }] };
  const buckets = { response: { buckets: 'results', figures: ['n'] } };
  test.each([
    ['behind the rows of a list', {}, { data: rows }, 'shown.3.0.0.0'],
    ['far behind them', {}, { data: rows }, 'shown.999999999.0.0.0'],
    ['behind no rows', {}, { data: [] }, 'shown.1.0.0.0'],
    ['behind the members of a row', {}, { data: rows }, 'shown.1.2.0.0'],
    ['behind the text of a row', {}, { data: rows }, 'shown.1.1.5.0'],
    ['behind the rows of a report', buckets, report, 'shown.9.0.0.0'],
    ['behind the members of its row', buckets, report, 'shown.0.5.0.0'],
    ['to a second thing', {}, { id: 'a', name: 'short' }, 'shown.1.0.0.0'],
    ['behind the members of a thing', {}, { id: 'a', name: 'short' }, 'shown.0.7.0.0'],
    ['behind its text', {}, { id: 'a', name: 'short' }, 'shown.0.0.999999999.0'],
  ])('is refused with what to do: %s', async (_, spec, body, given) => {
    const answer = shaped(sampleTool({}, spec), body, { asked: readGivenCursor(given) });
    await expect(answer).rejects.toThrow(
      /^cursor: nothing stands where it points\..*Begin again without cursor\.$/,
    );
  });
});

describe('a list', () => {
  test.each([...STYLES, undefined])(
    'that pages by %s comes whole, whatever its rows are',
    async (pagination) => {
      const tool = sampleTool({}, pagination ? { pagination } : {});
      await fc.assert(
        fc.asyncProperty(anyRows, fc.integer({ min: 1, max: 60 }), async (rows, size) => {
          const api = paged(rows, pagination === undefined ? rows.length : size, pagination);
          const answers = await answersOf(tool, api);
          const wanted = await answersOf(tool, api, {}, 10_000_000);
          expect(sorted(valuesOfRows(answers))).toEqual(sorted(valuesOfRows(wanted)));
          expect(valuesOfRows(answers).map(([id]) => id)).toEqual(rows.map(({ id }) => id));
        }),
        { numRuns: 12 },
      );
    },
  );

  test('goes on behind the last row shown where the API can begin there, and at our own cursor elsewhere', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      id: `thing-${index}`,
      text: 'words '.repeat(90),
    }));
    const first = async (pagination: ToolSpec['pagination'], values = {}) => {
      const [answer] = await answersOf(
        sampleTool({}, defined({ pagination })),
        paged(rows, 100, pagination),
        values,
      );
      return String(answer?.next_cursor);
    };
    expect(await first('after_last_id')).toMatch(/^thing-\d+$/);
    for (const style of ['after_next', 'page', undefined] as const)
      expect(await first(style)).toMatch(/^shown\./);
    expect(await first('after_last_id', { before: 'thing-399' })).toMatch(/^shown\./);
  });

  test('whose cursors are no IDs of rows goes on at our own cursor', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      id: `thing-${index}`,
      text: 'words '.repeat(90),
    }));
    const body = { data: rows, has_more: true, last_id: 'opaque' };
    const shown = await shaped(sampleTool({}, { pagination: 'after_last_id' }), body);
    expect(shown.next_cursor).toMatch(/^shown\./);
  });

  test('keeps members beside its rows that have names of ours', async () => {
    const body = { data: [{ id: 'a' }], note: 'theirs', items: 5, list: { a: 1 } };
    const shown = await shaped(sampleTool({}), body);
    expect(shown).toMatchObject({ columns: ['id'], list: { note: 'theirs', items: 5, list: { a: 1 } } });
  });

  test('says how many rows are shown and how to go on, before the rows', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({
      id: `thing-${index}`,
      text: 'words '.repeat(40),
    }));
    const answers = await answersOf(sampleTool({}, { pagination: 'page' }), paged(rows, 150, 'page'));
    const [first, second] = answers;
    const shown = valuesOfRows(answers.slice(0, 1)).length;
    expect(Object.keys(first ?? {})).toEqual(['has_more', 'next_cursor', 'note', 'columns', 'rows']);
    expect(first?.note).toContain(`Shown are 1 to ${shown} of the 150 rows of this page`);
    expect(first?.note).toContain('pass next_cursor back unchanged as cursor');
    expect(second?.note).toContain(`Shown are ${shown + 1} to `);
  });

  test('that has changed in between says so', async () => {
    const page = (names: string[]) => ({ data: names.map((name) => ({ name, text: 'words '.repeat(900) })) });
    const read = (names: string[], cursor?: unknown) =>
      shapeResult(sampleTool({}), page(names), {
        asked: cursor === undefined ? {} : readGivenCursor(String(cursor)),
        values: {},
        budget: budgetOf(MOST),
        notes: [],
        revealSecrets: false,
        now: LATER,
      });
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const { next_cursor } = await read(names);
    expect((await read(names, next_cursor)).note).not.toContain('changed');
    expect((await read(['new', ...names], next_cursor)).note).toContain('has changed since the part before');
    await expect(read([], next_cursor)).rejects.toThrow('has changed since the part before');
  });

  test('with more beside its rows than fits shows that behind them', async () => {
    const beside = { search_query: Array.from({ length: 4000 }, (_, index) => `query ${index}`) };
    for (const rows of [
      [],
      [{ id: 'a' }],
      Array.from({ length: 900 }, (_, index) => ({ id: `thing number ${index}` })),
    ]) {
      const answers = await answersOf(sampleTool({}), () => ({ ...beside, data: rows }));
      const all = valuesOfRows(answers);
      expect(all.slice(0, rows.length)).toEqual(rows.map(({ id }) => [id]));
      expect(all.slice(rows.length).flat()).toEqual(beside.search_query);
    }
  });
});

describe('one thing', () => {
  const get = sampleTool({}, { method: 'get' });
  const anyThing = fc.record({
    id: fc.constant('thing_1'),
    short: fc.string(),
    long: anyLong(8_000),
    texts: fc.array(anyLong(300), { maxLength: 10 }),
    numbers: fc.nat(5000).map((count) => Array.from({ length: count }, (_, index) => index * 7919)),
    'a.b': fc.record({
      'c"]': fc.string(),
      d: fc.nat(400).map((count) => Array.from({ length: count }, (_, e) => ({ e }))),
    }),
  });

  test('comes in parts where it is too long, with its size, and the parts are the whole', async () => {
    await fc.assert(
      fc.asyncProperty(anyThing, async (thing) => {
        const answers = await answersOf(get, () => thing);
        const [whole] = await answersOf(get, () => thing, {}, 10_000_000);
        if (answers.length > 1) {
          expect(answers[0]?.note).toContain(`${JSON.stringify(whole).length} characters`);
          expect(answers.at(-1)?.has_more).toBe(false);
        }
        const put = answers.length > 1 ? valuesOfRows(answers)[0] : valuesIn(answers[0]);
        expect(put).toEqual(valuesIn(whole));
      }),
      { numRuns: 4 },
    );
  });

  test('that is one text, longer than any answer, comes whole in its shown form', async () => {
    const text = 'Team \u2764\ufe0f, a\u202eb, zero\u200bwidth; '.repeat(50_000);
    const answers = await answersOf(get, () => ({ id: 'thing_1', text }), {}, 60_000);
    expect(valuesOfRows(answers)[0]).toEqual(['thing_1', shownForm(text)]);
    expect(answers.length).toBeGreaterThan(2);
  });

  test.each([
    ['members', Object.fromEntries(Array.from({ length: 25_000 }, (_, index) => [`member_${index}`, index]))],
    [
      'nested',
      {
        deep: { deeper: Array.from({ length: 25_000 }, (_, index) => ({ object: 'x', a: index, b: null })) },
      },
    ],
    ['a list', { list: Array.from({ length: 24_000 }, (_, index) => `s${index}`), behind: { a: 1 } }],
    [
      'a list whose last is none',
      { list: [...Array.from({ length: 25_000 }, (_, index) => index), { a: 1 }] },
    ],
  ])('with more values than are shaped at once comes whole: %s', async (_, thing) => {
    const body = { id: 'thing_1', object: 'thing', ...thing, last: 'x' };
    const answers = await answersOf(get, () => body, {}, 60_000);
    expect(answers.length).toBeGreaterThan(1);
    expect(valuesOfRows(answers)[0]).toEqual(
      valuesIn(
        JSON.parse(
          JSON.stringify(body, (name, value) => (name === 'object' || value === null ? undefined : value)),
        ),
      ),
    );
  });

  test('a text named like the type of its row is kept, however long', async () => {
    const text = 'words '.repeat(40_000);
    const answers = await answersOf(sampleTool({}), () => ({ data: [{ type: 'text', text }] }));
    expect(valuesOfRows(answers)).toEqual([['text', text]]);
  });

  test('a character of two units is not cut in a long text', async () => {
    const text = `a${'\u{1f600}'.repeat(60_000)}`;
    const answers = await answersOf(get, () => ({ id: 'thing_1', text }), {}, 4000);
    expect(valuesOfRows(answers.slice(0, 3))[0]?.[1]).toMatch(/^a(?:\u{1f600})+$/u);
  });

  test('keeps our note beside its own', async () => {
    const shown = await shaped(get, { id: 'thing_1', note: 'theirs' }, { notes: ['ours'] });
    expect(shown).toEqual({ note: 'ours', result: { id: 'thing_1', note: 'theirs' } });
  });

  test('is what it is where it fits, with members of any name', async () => {
    const thing = { id: 'thing_1', has_more: true, note: 'mine', part: { a: 1 } };
    expect(await answersOf(get, () => thing)).toEqual([thing]);
  });

  test('that a write answers with is cut, without a cursor: the write cannot be done again', async () => {
    const write = sampleTool({}, { method: 'create' });
    const answers = await answersOf(write, () => ({ id: 'thing_1', text: 'word '.repeat(20_000) }));
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      part: { id: 'thing_1' },
      note: expect.stringContaining('carried out'),
    });
    const rows = Array.from({ length: 5000 }, (_, index) => ({ id: `thing_${index}` }));
    const [list] = await answersOf(write, () => ({ data: rows }));
    expect(list).toMatchObject({ note: expect.stringContaining('only begun here') });
    expect(list).not.toHaveProperty('next_cursor');
  });
});

test('what a write would change, in a dry run, is begun where the thing is too large', async () => {
  const withheld = (words: number) => ({
    dry_run: true,
    note: 'Nothing was sent.',
    before: { text: 'word '.repeat(words) },
  });
  const answer = async (words: number) => {
    const guard = {
      ...fakePorts(() => ({})).guard,
      write: async () => ({ kind: 'withheld' as const, result: withheld(words) }),
    };
    const ports = fakePorts(() => ({}), { guard });
    const given = { name: 'x' };
    return callTool(toolNamed('create_project'), given, ports, CALLER, new AbortController().signal);
  };
  expect(await answer(5)).toEqual({ kind: 'withheld', result: withheld(5) });
  const large = await answer(50_000);
  expect(large).toMatchObject({
    result: { note: expect.stringContaining('only begun'), part: { dry_run: true } },
  });
  expect(encode(JSON.stringify(large)).length).toBeLessThanOrEqual(MOST);
});

describe('a report', () => {
  const report = sampleTool(
    { by_bucket: { in: 'answer', type: 'boolean', shows: ['by_bucket'] } },
    { pagination: 'page', response: { buckets: 'results', figures: ['amount'] } },
  );
  const DAY = 86_400;
  const START = Date.parse('2026-10-01T00:00:00Z') / 1000;
  const bucket = (day: number, groups: number) => ({
    start_time: START + day * DAY,
    end_time: START + (day + 1) * DAY,
    results: Array.from({ length: groups }, (_, group) => ({
      project_id: `proj_${group}`,
      amount: { value: `${group + day}.01`, currency: 'usd' },
    })),
  });
  const data = Array.from({ length: 6 }, (_, day) => bucket(day, 600));
  const values = { group_by: ['project_id'] };
  type Table = { columns: string[]; rows: [string, ...unknown[]][] };
  const tablesOf = (answers: Record<string, unknown>[], name: string) =>
    answers.flatMap((answer) => (answer[name] as Table | undefined)?.rows ?? []);

  test('shows the largest groups and the exact rest, then the others, then the rows by bucket', async () => {
    const answers = await answersOf(report, () => ({ data, has_more: false }), values);
    const [first] = answers;
    expect(Object.keys(first ?? {}).slice(0, 4)).toEqual(['complete', 'has_more', 'next_cursor', 'note']);
    expect(first).toMatchObject({ complete: true, has_more: true });
    const totals = tablesOf(answers.slice(0, 1), 'totals');
    const sums = Array.from({ length: 600 }, (_, group) => 6 * group + 15 + 0.06);
    const rest = sums.slice(0, 600 - totals.length).reduce((sum, cents) => sum + Math.round(cents * 100), 0);
    expect(first?.rest).toEqual({ groups: 600 - totals.length, amount: rest / 100 });
    expect(tablesOf(answers, 'totals').map(([id]) => id)).toEqual(
      sums.map((_, index) => `proj_${599 - index}`),
    );
    expect(tablesOf(answers, 'by_bucket')).toHaveLength(6 * 600);
    expect(new Set(tablesOf(answers, 'by_bucket').map((row) => JSON.stringify(row))).size).toBe(6 * 600);
    expect(answers.every(({ complete }) => complete)).toBe(true);
  });

  test('whose totals fit leaves the rows by bucket to whoever asks for them', async () => {
    const few = Array.from({ length: 31 }, (_, day) => bucket(day, 40));
    const [first, second] = await answersOf(report, () => ({ data: few, has_more: false }), values);
    expect(first?.totals).toMatchObject({ rows: { length: 40 } });
    expect(first).not.toHaveProperty('by_bucket');
    expect(first?.note).toContain('1240 rows by bucket');
    expect(encode(JSON.stringify(first)).length).toBeLessThan(1000);
    expect(second?.by_bucket).toBeDefined();
    const only = await answersOf(report, () => ({ data: few, has_more: false }), {
      ...values,
      by_bucket: false,
    });
    expect(only).toHaveLength(1);
    expect(only[0]).toMatchObject({ complete: true, has_more: false });
  });

  test('in pages goes on with the next page behind its own rows, and is never called complete', async () => {
    const api: Api = (cursor) =>
      cursor === undefined
        ? { data: data.slice(0, 2), has_more: true, next_page: 'page_2' }
        : { data: data.slice(2, 4), has_more: false, next_page: null };
    const answers = await answersOf(report, api, values);
    expect(tablesOf(answers, 'by_bucket')).toHaveLength(4 * 600);
    expect(answers.some(({ complete }) => complete)).toBe(false);
    const cursors = answers.map(({ next_cursor }) => next_cursor);
    expect(cursors.filter((cursor) => cursor === 'page_2')).toHaveLength(1);
    expect(cursors.at(-1)).toBeUndefined();
  });

  test('with a group whose name is longer than an answer still comes whole', async () => {
    const long = 'name '.repeat(20_000);
    const rows = [
      { start_time: START, end_time: START + DAY, results: [{ project_id: long, amount: { value: 5 } }] },
    ];
    const answers = await answersOf(report, () => ({ data: rows, has_more: false }), values);
    const texts = answers.map((answer) => String((answer.part as { project_id?: string }).project_id ?? ''));
    expect(texts.join('')).toBe(long.repeat(2));
  });
});
