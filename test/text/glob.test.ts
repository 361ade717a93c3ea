import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../src/text/glob.ts';

describe('a pattern', () => {
  test.each([
    ['list_*', 'list_projects', true],
    ['list_*', 'list_', true],
    ['list_*', 'my_list_x', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['?', 'a', true],
    ['?', '*', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*_project', 'update_project', true],
    ['*_project', 'project_project_project', true],
    ['*a*a', 'aXa', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['**a**', 'bab', true],
    ['gpt-5.1*', 'gpt-5x1', false],
    ['gpt-5.1*', 'gpt-5.1-mini', true],
    ['(a|b)+', 'a', false],
    ['[a-z]', 'b', false],
    ['a', 'ab', false],
    ['ab', 'a', false],
  ])('%j for %j: %s', (glob, name, expected) => {
    expect(matchesGlob(glob, name)).toBe(expected);
  });

  test('is what the definition says, for every short pattern and name', () => {
    const defined = (glob: string, name: string): boolean => {
      if (glob === '') return name === '';
      if (glob[0] === '*') {
        return defined(glob.slice(1), name) || (name !== '' && defined(glob, name.slice(1)));
      }
      return name !== '' && (glob[0] === '?' || glob[0] === name[0]) && defined(glob.slice(1), name.slice(1));
    };
    const words = (letters: string, most: number): string[] =>
      most === 0 ? [''] : ['', ...[...letters].flatMap((a) => words(letters, most - 1).map((b) => a + b))];
    const names = [...new Set(words('ab', 4))];
    for (const glob of new Set(words('ab*?', 5))) {
      for (const name of names) expect(matchesGlob(glob, name), `${glob} ${name}`).toBe(defined(glob, name));
    }
  });

  test.each([
    [`${'*?'.repeat(30)}!`, 'x'.repeat(200)],
    [`${'*a'.repeat(40)}!`, 'a'.repeat(2000)],
    [`${'*'.repeat(100_000)}b`, 'a'.repeat(100)],
    ['*a*?b'.repeat(50), `${'ab'.repeat(1000)}c`],
  ])('takes no time by being hard: %.12s', (glob, name) => {
    const start = performance.now();
    expect(matchesGlob(glob, name)).toBe(false);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
