/** What fits what was typed, in which order, and how much of it. */
import { describe, expect, test } from 'vitest';
import { matching } from '../../src/guidance/matching.ts';

const words = (...values: string[]) => values.map((value) => ({ value, words: [value] }));

describe('what was typed', () => {
  const PROJECTS = words('Alpha', 'beta', 'Great Alps', 'Étude');

  test.each([
    ['al', ['Alpha', 'Great Alps']],
    ['AL', ['Alpha', 'Great Alps']],
    [' bet ', ['beta']],
    ['e\u0301t', ['Étude']],
    ['zeta', []],
    ['', ['Alpha', 'beta', 'Great Alps', 'Étude']],
    ['.*', []],
  ])('%j begins or is within, whatever the case', (typed, values) => {
    expect(matching(PROJECTS, typed, true)).toEqual({ values, hasMore: false });
  });

  test('stands at the beginning of what comes first', () => {
    expect(matching(words('my alpha', 'alpha'), 'alpha', true).values).toEqual(['alpha', 'my alpha']);
  });

  test('may be another word for the value', () => {
    const people = [{ value: 'dr@x.example', words: ['dr@x.example', 'Dana Reyes'] }];
    expect(matching(people, 'dana', true).values).toEqual(['dr@x.example']);
  });

  test.each([
    ['', []],
    ['proj_x', ['proj_x9']],
    ['PROJ_', ['proj_x9']],
    ['x9', []],
  ])('%j is the start of an ID, or none of it', (typed, values) => {
    expect(matching([{ value: 'proj_x9', words: ['proj_x9'], byStart: true }], typed, true).values).toEqual(
      values,
    );
  });
});

describe('at most a hundred values', () => {
  const many = (count: number) => words(...Array.from({ length: count }, (_, index) => `project ${index}`));

  test.each([
    [100, true, 100, false],
    [101, true, 100, true],
    [5, false, 5, true],
  ])('of %d, all of them read: %s', (count, whole, shown, hasMore) => {
    const found = matching(many(count), 'project', whole);
    expect([found.values.length, found.hasMore]).toEqual([shown, hasMore]);
  });

  test('each once', () => {
    expect(matching(words('a', 'a'), '', true).values).toEqual(['a']);
  });
});
