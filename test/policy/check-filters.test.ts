import { describe, expect, test } from 'vitest';
import { checkFilter } from '../../src/policy/check-filters.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { toolFilter } from './tool-filter.ts';

const check = (filter: object) => checkFilter(toolFilter(filter), catalogue);

describe('checkFilter', () => {
  test.each([
    {},
    { tags: ['core', 'billing', 'all', 'rate_limits'], excludeTags: ['audit'] },
    { methods: ['read', 'write', 'list', 'action'] },
    { tools: ['list_*', 'get_user', '*_c?sts'], excludeTools: ['*'] },
  ])('%j names only what exists', (filter) => expect(check(filter)).toEqual([]));

  test.each([
    [{ tags: ['biling'] }, ['--tags', '"biling"', 'Did you mean billing?', 'Valid: access, admin']],
    [{ excludeTags: ['zzzzzzzz'] }, ['--exclude-tags', '"zzzzzzzz"', 'Valid: ']],
    [{ methods: ['reads'] }, ['--methods', '"reads"', 'Did you mean read?', 'Valid: action, create']],
    [{ tools: ['list_project'] }, ['--tools', '"list_project"', 'Did you mean list_projects?']],
    [{ excludeTools: ['lst_*'] }, ['--exclude-tools', '"lst_*"']],
    [{ tools: ['list.projects'] }, ['--tools']],
    [{ tools: ['LIST_PROJECTS'] }, ['--tools', 'Did you mean list_projects?']],
  ])('%j is refused in words', (filter, words) => {
    const [problem, ...others] = check(filter);
    expect(others).toEqual([]);
    for (const word of words) expect(problem).toContain(word);
  });

  test('reports each of several mistakes', () => {
    expect(check({ tags: ['core', 'x1', 'x2'], tools: ['x3'] })).toHaveLength(3);
  });
});
