/** docs/promises.md is complete: no statement of a page is missing, and no test that it names. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRows, statementsOf, WHOLE_PAGE } from './promises.ts';
import { titlesIn } from './titles.ts';

const LIST = 'docs/promises.md';
/** `npm run docs` writes it from the specs, and `npm test` compares. */
const WRITTEN_BY_SCRIPT = 'docs/tools.md';

const pages = [
  'SECURITY.md',
  ...readdirSync('docs')
    .map((name) => `docs/${name}`)
    .filter((path) => path.endsWith('.md') && ![LIST, WRITTEN_BY_SCRIPT].includes(path)),
];
const rows = readRows(readFileSync(LIST, 'utf8'));

test('every page is there', () => {
  expect(new Set(rows.map(({ page }) => page))).toEqual(new Set(pages));
});

describe.each(pages)('%s', (page) => {
  const statements = statementsOf(readFileSync(page, 'utf8'));
  const listed = rows.filter((row) => row.page === page);
  const isWhole = listed.some(({ words }) => words === WHOLE_PAGE);

  test('has a row for every statement', () => {
    const missing = statements.filter((one) => !isWhole && !listed.some(({ words }) => one.includes(words)));
    expect(missing).toEqual([]);
  });

  test('says what the rows say that it says, once', () => {
    const astray = listed.filter(
      ({ words }) => words !== WHOLE_PAGE && statements.filter((one) => one.includes(words)).length !== 1,
    );
    expect(astray.map(({ words }) => words)).toEqual([]);
  });

  test('is held by tests that exist', () => {
    const missing = listed
      .flatMap(({ tests }) => tests)
      .filter(({ file, title }) => !existsSync(file) || !hasTitle(file, title));
    expect(missing).toEqual([]);
  });
});

const titles = new Map<string, Set<string>>();

/** Whether a test or a group of them is called so, as it is written: with its `%s`, where it has one. */
function hasTitle(file: string, title: string): boolean {
  const known = titles.get(file) ?? titlesIn(readFileSync(file, 'utf8'));
  titles.set(file, known);
  return [...known].some((one) => one.replaceAll('\\', '') === title.replaceAll('\\', ''));
}

describe('the list is not blind', () => {
  const page =
    'First words. Second.\n\n- one\n- two\n\n| a | b |\n| --- | --- |\n| x | `y`, z |\n\n```\ncode\n```\n';

  test('paragraphs, entries and rows are statements', () => {
    expect(statementsOf(page)).toEqual(['First words. Second.', 'one', 'two', 'x y, z']);
  });

  test('a row without a test has to say why', () => {
    const table = (cell: string) => `## p.md\n\n| Says | Test |\n| --- | --- |\n| one | ${cell} |\n`;
    expect(() => readRows(table('later'))).toThrow('no test and no reason');
    expect(readRows(table('no promise: explains'))).toEqual([{ page: 'p.md', words: 'one', tests: [] }]);
    expect(readRows(table('`test/a.test.ts`: it holds'))).toEqual([
      { page: 'p.md', words: 'one', tests: [{ file: 'test/a.test.ts', title: 'it holds' }] },
    ]);
  });

  test('a title counts where its test runs', () => {
    const source = `
      test('one', run); it.each([1])('two %s', run); describe.skipIf(no)('three', () => { test(\`four\`, run); });
      // test('comment', run);
      test.skip('skipped', run); it.todo('to do'); describe.skip('group', () => { test('in it', run); });`;
    expect([...titlesIn(source)]).toEqual(['one', 'two %s', 'three', 'four']);
  });
});
