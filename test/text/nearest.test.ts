import { describe, expect, test } from 'vitest';
import { didYouMean, nearest, nearestFew } from '../../src/text/nearest.ts';

describe('nearest', () => {
  test.each([
    ['pagintion', ['pagination', 'params'], 'pagination'],
    ['LIST_PROJECT', ['list_projects', 'list_users'], 'list_projects'],
    [
      'OPENAI_ADMIN_MCP_READONLY',
      ['OPENAI_ADMIN_MCP_METHODS', 'OPENAI_ADMIN_MCP_READ_ONLY'],
      'OPENAI_ADMIN_MCP_READ_ONLY',
    ],
    ['tag', ['TAGS', 'tools'], 'TAGS'],
    ['', ['ab'], 'ab'],
  ])('%s among %j is %s', (given, candidates, expected) => {
    expect(nearest(given, candidates)).toBe(expected);
  });

  test.each([
    ['banana', ['list_projects', 'get_user']],
    ['anything', []],
  ])('%s among %j is nothing', (given, candidates) => expect(nearest(given, candidates)).toBeUndefined());
});

describe('didYouMean', () => {
  test('ends a clause, or is a sentence', () => {
    expect(didYouMean('biling', ['billing', 'audit'])).toBe('; did you mean billing?');
    expect(didYouMean('biling', ['billing', 'audit'], ' Did')).toBe(' Did you mean billing?');
  });

  test('is nothing when nothing is close', () => {
    expect(didYouMean('banana', ['billing'])).toBe('');
    expect(didYouMean('banana', [], ' Did')).toBe('');
  });
});

describe('nearestFew', () => {
  const events = ['project.created', 'project.archived', 'login.failed', 'user.added'];

  test('puts what contains the text first', () => {
    expect(nearestFew('archived', events, 1)).toEqual(['project.archived']);
    expect(nearestFew('PROJECT.', events, 2)).toEqual(['project.created', 'project.archived']);
  });

  test('then what is spelt like it, up to the count', () => {
    expect(nearestFew('login.fialed', events, 2)[0]).toBe('login.failed');
    expect(nearestFew('x', events, 9)).toHaveLength(4);
  });
});
