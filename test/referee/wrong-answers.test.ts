/** What is no answer of the declared form is never a success of a read; a write says that it was carried out, or that nobody knows. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { answeredCalls } from './answered-calls.ts';
import { ALL, makeAnswer } from './generate-answer.ts';
import { callOf, ROWS, type Row } from './operations.ts';

const answered = answeredCalls();

const json = (value: unknown) => ({ text: JSON.stringify(value) });
const PAGE = { text: '<!doctype html><html><body>Sign in</body></html>', type: 'text/html; charset=utf-8' };

/** In no operation an answer. */
const NEVER: [string, { text: string; type?: string }][] = [
  ['null', json(null)],
  ['an empty object', json({})],
  ['a text', json('x')],
  ['a number', json(5)],
  ['a truth', json(true)],
  ['an empty list', json([])],
  ['a list of objects', json([{ id: 'a' }])],
  ['no data', json({ data: null })],
  ['data that is an object', json({ data: {} })],
  ['data that is text', json({ data: 'x' })],
  ['an error', json({ error: { message: 'no', type: 'server_error', code: null, param: null } })],
  ['an error beside an empty list', json({ data: [], has_more: false, error: { message: 'no' } })],
  ['an error as text', json({ error: 'x' })],
  ['an empty error', json({ error: {} })],
  ['several errors', json({ errors: [{ message: 'no' }] })],
  ['an error named as one', json({ object: 'error', message: 'no', type: 'NotFoundError', code: 404 })],
  ['a message', json({ message: 'Forbidden' })],
  ['an older error', json({ code: 500, message: 'The server had an error.' })],
  ['an error without its envelope', json({ message: 'no', type: 'server_error', param: null, code: null })],
  ['a detail', json({ detail: 'Not Found' })],
  ['a problem', json({ type: 'about:blank', title: 'Bad Gateway', status: 502, detail: 'no upstream' })],
  ['an envelope of its own', json({ response: { data: [], id: 'x', status: 'ok' } })],
  ['a page of HTML', PAGE],
  ['a page of HTML that says it is JSON', { text: PAGE.text }],
  ['a cut answer', { text: '{"data":[{"id":"a"' }],
];

const LISTED = 'a list whose entries are';
const LIST = { object: 'list', has_more: false, first_id: null, last_id: null };
const WRONG_LISTS: [string, { text: string }][] = [
  ['one object', json({ id: 'a', object: 'organization.project', name: 'A' })],
  [`${LISTED} null`, json({ ...LIST, data: [null] })],
  [`${LISTED} numbers`, json({ ...LIST, data: [1, 2] })],
  [`${LISTED} lists`, json({ ...LIST, data: [[]] })],
  [`${LISTED} truths`, json({ ...LIST, data: [true] })],
  ['a list with one null among its entries', json({ ...LIST, data: [{ id: 'a' }, null, { id: 'b' }] })],
  ['a list with an ID that is a number', json({ ...LIST, data: [{ id: 'a' }, { id: 5 }] })],
  ['a list with an ID that is an object', json({ ...LIST, data: [{ id: { value: 'a' } }] })],
];
const WRONG_THINGS: [string, { text: string }][] = [
  ['a list', json({ ...LIST, data: [{ id: 'a' }] })],
  ['an ID that is null', json({ id: null, group_id: null, type: null, status: null, mode: null })],
  ['an ID that is a number', json({ id: 5, group_id: 5 })],
  ['an ID that is an object', json({ id: {}, group_id: {} })],
  ['an ID that is empty', json({ id: '', group_id: '' })],
];

const READS = ROWS.filter(({ tool }) => isRead(tool));
const WRITES = ROWS.filter(({ tool }) => !isRead(tool) && tool.secrets === undefined);
const answersWithList = ({ operation, tool }: Row) => operation.page !== undefined || tool.method === 'list';
const LISTS = READS.filter(answersWithList);
const ENTRIES = LISTS.filter(
  ({ tool }) => tool.name !== 'list_webhook_event_types' && !tool.response.buckets,
);

async function faultOf(row: Row, given: { text: string; type?: string; status?: number }): Promise<ApiError> {
  const found = await answered(row.tool, callOf(row), given).then(
    (outcome) => (outcome.kind === 'failed' ? outcome.error : outcome),
    (error: unknown) => error,
  );
  if (found instanceof ApiError) return found;
  throw new Error(`${row.tool.name} made of ${given.text}: ${JSON.stringify(found)}`);
}

async function expectRefused(row: Row, cases: [string, { text: string; type?: string }][]): Promise<void> {
  for (const [name, given] of cases) {
    const { kind, message, status } = await faultOf(row, given);
    expect({ name, kind, status }).toEqual({
      name,
      kind: expect.stringMatching(/^(unexpected|server)$/),
      status: 200,
    });
    expect(message, name).toMatch(/nothing can be concluded|cannot be used/i);
  }
}

describe.each(READS)('$title', (row) => {
  test('takes nothing else for an answer', () => expectRefused(row, [...NEVER, ['nothing', { text: '' }]]));
});

describe.each(LISTS)('$title', (row) => {
  test('takes no other list for its own', () =>
    expectRefused(
      row,
      WRONG_LISTS.filter(([name]) => ENTRIES.includes(row) || !/\bID\b/.test(name)),
    ));
});

describe.each(ENTRIES)('$title', (row) => {
  test('takes no texts for objects', () =>
    expectRefused(row, [
      ['texts', json({ ...LIST, data: ['a', 'b'] })],
      ['a text among objects', json({ ...LIST, data: [{ id: 'a' }, 'b'] })],
    ]));
});

describe.each(READS.filter((row) => !answersWithList(row)))('$title', (row) => {
  test('takes no list for a thing, and nothing without its ID', () => expectRefused(row, WRONG_THINGS));
});

describe.each(READS.filter(({ tool }) => tool.response.buckets))('$title', (row) => {
  const bucket = (results: unknown) =>
    json({ ...LIST, data: [{ start_time: 1_793_491_200, end_time: 1_793_577_600, results }] });
  test('takes no other rows for its own', () =>
    expectRefused(row, [
      [
        'result for results',
        json({ ...LIST, data: [{ start_time: 1_793_491_200, end_time: 1_793_577_600, result: [] }] }),
      ],
      ['no rows', bucket(null)],
      ['rows in an object', bucket({})],
      ['rows as text', bucket('x')],
      ['a row that is null', bucket([null])],
      ['a row that is text', bucket(['x'])],
      ['a row that is a list', bucket([[]])],
      ['a null among buckets', json({ ...LIST, data: [{ start_time: 1, end_time: 2, results: [] }, null] })],
    ]));
});

describe.each(READS.filter(({ tool }) => tool.pagination))('$title', (row) => {
  const { text } = makeAnswer(row.operation, { ...ALL, length: 1 });
  const page = (more: object) => json({ ...JSON.parse(text), ...more });

  test.each([
    ['"true"', 'true'],
    ['1', 1],
    ['an object', {}],
  ])('takes no %s for has_more', async (_, has_more) => {
    expect(await faultOf(row, page({ has_more }))).toMatchObject({ kind: 'unexpected' });
  });

  test.each([
    ['no cursor', { last_id: null, next: null, next_page: null }],
    ['a number', { last_id: 5, next: 5, next_page: 5 }],
    ['an object', { last_id: {}, next: {}, next_page: {} }],
    ['an empty text', { last_id: '', next: '', next_page: '' }],
  ])('with more behind %s is not complete and gives no such cursor', async (_, cursors) => {
    const body = {
      ...page({}),
      ...page({ has_more: true, ...cursors, data: withoutIds(JSON.parse(text).data) }),
    };
    const outcome = await answered(row.tool, callOf(row), body);
    const { result } = outcome as { result: Record<string, unknown> };
    expect(result.has_more).toBe(true);
    expect(result).not.toHaveProperty('next_cursor');
    expect(result.complete).not.toBe(true);
    expect(result.note).toContain('cannot be listed');
  });

  test('does not go round in circles', async () => {
    const same = 'id_again';
    const cursors = { last_id: same, next: same, next_page: same };
    const data = JSON.parse(text).data.map((item: object) => ('id' in item ? { ...item, id: same } : item));
    const outcome = await answered(
      row.tool,
      { ...callOf(row), cursor: same },
      page({ has_more: true, ...cursors, data }),
    );
    const { result } = outcome as { result: Record<string, unknown> };
    expect(result.has_more).toBe(true);
    expect(result).not.toHaveProperty('next_cursor');
  });
});

const NAMING = READS.filter(({ tool }) => ['page', 'after_next'].includes(tool.pagination ?? ''));

describe.each(NAMING)('$title', (row) => {
  test.each([[undefined], [null]])('has a next page where it names one, has_more: %s', async (has_more) => {
    const { text } = makeAnswer(row.operation, { ...ALL, length: 1 });
    const body = json({ ...JSON.parse(text), has_more, next: 'page_2', next_page: 'page_2' });
    const outcome = await answered(row.tool, callOf(row), body);
    const { result } = outcome as { result: Record<string, unknown> };
    expect(result).toMatchObject({ has_more: true, next_cursor: 'page_2' });
    expect(result.complete).not.toBe(true);
  });
});

function withoutIds(data: object[]): object[] {
  return data.map((item) => ({ ...item, id: undefined }));
}

const UNKNOWN = /^(?:an error|an empty error|several errors|an older error|a problem|a page of HTML)/;

describe.each(WRITES)('$title', (row) => {
  test('is carried out whatever its answer, and says what came; an error in it leaves it open', async () => {
    for (const [name, given] of NEVER) {
      // Deleting a container or its file is answered with anything, or nothing.
      if (row.operation.answer.kind === 'unknown' && given.text.startsWith('{')) continue;
      const outcome = await answered(row.tool, callOf(row), given);
      if (UNKNOWN.test(name)) {
        expect({ name, outcome }).toMatchObject({
          outcome: { kind: 'failed', error: { outcome: 'unknown' } },
        });
      } else {
        expect({ name, outcome }).toMatchObject({
          outcome: { kind: 'answered', result: { note: expect.stringContaining('carried out') } },
        });
      }
    }
  });
});

test.each([200, 204])(
  'a deletion that is answered with nothing is done, without more words: %i',
  async (status) => {
    for (const row of WRITES.filter(({ tool }) => tool.method === 'delete')) {
      const outcome = await answered(row.tool, callOf(row), { text: '', status });
      expect(outcome).toEqual({ kind: 'answered', result: { done: true } });
    }
  },
);
