/** How an answer looks in a terminal and in a pipe. */
import { expect, test } from 'vitest';
import { screenOf, showAnswer } from '../../../src/cli/commands/show-answer.ts';

const TERMINAL = { columns: 60, hasColour: false };

const ANSWER = {
  sandbox: 'make-believe',
  has_more: true,
  next_cursor: 'proj_2',
  note: 'More follows: pass next_cursor back unchanged as cursor, with the same other arguments. Two are archived.',
  total: 12345.678,
  before: 0.000123,
  organization: { spend: 1, limit: null },
  columns: ['project', 'amount', 'share_percent'],
  rows: [
    ['Alpha', 12345.678, 100],
    ['A name that is much longer than the window is wide, for all', 0.5, 25],
  ],
  rest: { rows: 2, amount: 3 },
  retiring: { as_of: '2026-10-28', models: [{ model: 'a', on: '2027-01-01' }] },
};

test('a table is as wide as the window, with facts before and sentences behind', async () => {
  expect((await showAnswer(ANSWER, 'table', TERMINAL)).split('\n')).toEqual([
    'sandbox         make-believe',
    'total           12,345.68',
    'before          0.000123',
    'organization    spend 1, limit -',
    'rest            rows 2, amount 3',
    'retiring.as_of  2026-10-28',
    '',
    'project                               amount  share_percent',
    'Alpha                              12,345.68  100 ██████████',
    'A name that is much longer than …        0.5  25 ██▌',
    '',
    'retiring.models',
    'model  on',
    'a      2027-01-01',
    '',
    'Two are archived.',
    '',
  ]);
});

test('in a pipe nothing is cut, and there are no bars', async () => {
  const shown = await showAnswer(ANSWER, 'table', { hasColour: false });
  expect(shown).toContain('A name that is much longer than the window is wide, for all');
  expect(shown).not.toContain('█');
});

test('JSON is the answer itself', async () => {
  expect(JSON.parse(await showAnswer(ANSWER, 'json', { hasColour: false }))).toEqual(ANSWER);
  expect(JSON.parse(await showAnswer(ANSWER, 'json', TERMINAL))).toEqual(ANSWER);
});

test('CSV holds the rows with all digits, and no formula', async () => {
  const answer = { columns: ['name', 'amount'], rows: [['=cmd()', 12345.678901]] };
  expect(await showAnswer(answer, 'csv', { hasColour: false })).toBe(
    "name,amount\r\n'=cmd(),12345.678901\r\n",
  );
  await expect(showAnswer({ id: 'x' }, 'csv', TERMINAL)).rejects.toThrow('--output json');
});

test('a thing that is no list is shown line by line', async () => {
  const shown = await showAnswer({ id: 'proj_1', tags: ['a', 'b'], limits: [] }, 'table', TERMINAL);
  expect(shown).toBe('id      proj_1\ntags    a, b\nlimits  -\n');
});

test.each([
  [{ isTTY: true, columns: 80 }, {}, { columns: 80, hasColour: true }],
  [{ isTTY: true, columns: 80 }, { NO_COLOR: '1' }, { columns: 80, hasColour: false }],
  [{ isTTY: true, columns: 80 }, { TERM: 'dumb' }, { columns: 80, hasColour: false }],
  [{ isTTY: false }, {}, { hasColour: false }],
])('colour and width only in a terminal: %j %j', (stdout, environment, screen) => {
  expect(screenOf(stdout, environment)).toEqual(screen);
});
