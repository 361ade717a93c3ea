/** Lists read to their end: all rows once, or nothing. */
import { expect, test } from 'vitest';
import type { Answer, CallTool } from '../../../src/cli/commands/call-tool.ts';
import { everyPage } from '../../../src/cli/commands/every-page.ts';

/** Answers one page after the other, by the cursor that the one before gave. */
const paged =
  (pages: Answer[]): CallTool =>
  async (_, { cursor }) =>
    pages[cursor === undefined ? 0 : Number(cursor)] ?? {};

const read = (...pages: Answer[]) => everyPage(paged(pages), 'list_things', undefined, {});

const FIRST = {
  has_more: true,
  next_cursor: '1',
  note: 'More follows: pass next_cursor back unchanged as cursor, with the same other arguments.',
};

test('rows keep their columns, of which each page leaves out those that are empty in it', async () => {
  const whole = await read(
    { ...FIRST, sandbox: 'made up', columns: ['id', 'a'], rows: [[1, 'x']] },
    { has_more: false, note: 'One could not be read.', columns: ['id', 'b'], rows: [[2, 'y']] },
  );
  expect(whole).toEqual({
    sandbox: 'made up',
    note: 'One could not be read.',
    columns: ['id', 'a', 'b'],
    rows: [
      [1, 'x', null],
      [2, null, 'y'],
    ],
  });
});

test('one page is the answer itself', async () => {
  const page = { has_more: false, columns: ['id'], rows: [[1]] };
  expect(await read(page)).toEqual(page);
});

test.each([
  ['more follows and nobody says where', [{ has_more: true, columns: ['id'], rows: [[1]] }], /not where/],
  ['a page is no list', [{ ...FIRST, columns: ['id'], rows: [[1]] }, { part: {} }], /put together/],
  [
    'pages hold sums',
    [
      { ...FIRST, totals: {} },
      { has_more: false, totals: {} },
    ],
    /put together/,
  ],
])('nothing is shown where %s', async (_, pages, why) => {
  await expect(read(...pages)).rejects.toThrow(why);
});
