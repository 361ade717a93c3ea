import { describe, expect, test } from 'vitest';
import { type Authority, authorize } from '../../src/policy/authorize.ts';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { toolFilter } from './tool-filter.ts';

const open: Authority = {
  filters: [toolFilter({ readOnly: false })],
  hasAdminKey: true,
  hasProjectKey: true,
};
const asked = (tool: ToolSpec, authority: Authority) => authorize({ tool, origin: 'caller' }, authority);
const decide = (tool: string, authority: Partial<Authority>) =>
  asked(toolNamed(tool), { ...open, ...authority });

describe('authorize', () => {
  test('allows what nothing speaks against', () => {
    expect(decide('delete_user', {})).toMatchObject({ allowed: true });
    expect(decide('list_vector_stores', { filters: [] })).toMatchObject({ allowed: true });
  });

  test.each([
    ['update_user', { readOnly: true }, '--read-only'],
    ['update_user', { readOnly: false, methods: ['read', 'create'] }, '--methods read,create'],
    ['list_users', { readOnly: false, methods: ['write'] }, '--methods write'],
    ['get_user', { readOnly: false, methods: ['list'] }, '--methods list'],
    ['list_users', { readOnly: false, tags: ['billing'] }, '--tags billing'],
    ['list_users', { readOnly: false, tools: ['get_*', 'list_cost?'] }, '--tools get_*,list_cost?'],
    ['list_users', { readOnly: false, tags: ['billing'], tools: ['get_*'] }, '--tags billing --tools get_*'],
    ['list_users', { readOnly: false, excludeTags: ['audit', 'access'] }, '--exclude-tags access'],
    ['list_users', { readOnly: false, excludeTools: ['*_users'] }, '--exclude-tools *_users'],
    ['list_users', { readOnly: false, excludeTags: ['all'] }, '--exclude-tags all'],
  ])('%s under %j is switched off by %s', (tool, filter, setting) => {
    expect(decide(tool, { filters: [toolFilter(filter)] })).toEqual({
      allowed: false,
      reason: `${tool} is switched off by ${setting}; nothing was sent.`,
      brief: `switched off by ${setting}`,
    });
  });

  test.each([
    ['list_users', { readOnly: true, methods: ['list'], tags: ['access'] }],
    ['list_costs', { readOnly: false, tags: ['audit'], tools: ['list_costs'] }],
    ['list_costs', { readOnly: false, tags: ['all'] }],
    ['list_costs', { readOnly: false, tools: ['list_?osts'] }],
    ['search_vector_store', { readOnly: true, methods: ['query'], tags: ['all'] }],
  ])('%s passes %j', (tool, filter) =>
    expect(decide(tool, { filters: [toolFilter(filter)] }).allowed).toBe(true),
  );

  test('a deny beats an allow, and every source has to allow', () => {
    const both = toolFilter({ readOnly: false, tools: ['list_users'], excludeTools: ['list_users'] });
    expect(decide('list_users', { filters: [both] }).allowed).toBe(false);
    const filters = [
      toolFilter({ readOnly: false, tags: ['billing'] }),
      toolFilter({ readOnly: false, tags: ['audit'] }),
    ];
    expect(decide('list_costs', { filters }).allowed).toBe(false);
    expect(
      decide('list_costs', { filters: [toolFilter({ tags: ['billing'] }), toolFilter({ readOnly: true })] })
        .allowed,
    ).toBe(true);
  });

  test('only tools tagged core are on when nothing selects', () => {
    const tool = { ...toolNamed('list_users'), tags: ['users'] };
    expect(asked(tool, open)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('--tags all'),
    });
    expect(
      asked(tool, { ...open, filters: [toolFilter({ readOnly: false, tags: ['users'] })] }).allowed,
    ).toBe(true);
    expect(asked(tool, { ...open, filters: [toolFilter(), toolFilter({ tools: ['list_*'] })] }).allowed).toBe(
      true,
    );
  });

  test('a missing key hides what needs it, and says how to add it', () => {
    const admin = decide('list_users', { hasAdminKey: false });
    expect(admin).toMatchObject({
      allowed: false,
      brief: 'no admin key',
      reason: expect.stringContaining('auth login'),
    });
    expect(decide('list_users', { hasProjectKey: false }).allowed).toBe(true);
    const project = decide('list_vector_stores', { hasProjectKey: false });
    expect(project).toMatchObject({
      allowed: false,
      brief: 'no project key',
      reason: expect.stringContaining('auth login'),
    });
  });

  test('what the guard reads by itself is held by pins, and not by filters and rules', () => {
    const users = toolNamed('list_users');
    const rule = { kind: 'deny', tools: new Set([users.name]), place: 'p.yaml:1' } as const;
    for (const narrow of [
      { filters: [toolFilter({ excludeTools: ['list_users'] })] },
      { policies: [{ rules: [rule] }] },
    ]) {
      const authority = { ...open, ...narrow };
      expect(asked(users, authority).allowed).toBe(false);
      expect(authorize({ tool: users, origin: 'guard' }, authority).allowed).toBe(true);
    }
    const pinned = pinCatalogue(catalogue, ['proj_a']).tools.find(({ name }) => name === users.name);
    if (pinned === undefined) throw new Error('No list_users');
    for (const origin of ['caller', 'guard'] as const) {
      expect(authorize({ tool: pinned, origin }, open).allowed).toBe(false);
    }
  });

  test('a missing key is told in the words of who looked for it', () => {
    const missingKeys = { admin: 'The admin key has expired.', project: 'No project key is stored.' };
    const authority = { hasAdminKey: false, hasProjectKey: false, missingKeys };
    expect(decide('list_users', authority)).toMatchObject({
      reason: expect.stringContaining('The admin key has expired.'),
    });
    expect(decide('list_vector_stores', authority)).toMatchObject({
      reason: expect.stringContaining('No project key is stored.'),
    });
  });
});
