import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildRequest } from '../../src/tools/build-request.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { check, sampleTool } from './sample-tool.ts';

const build = (tool: string, given: object) => buildRequest(toolNamed(tool), check(toolNamed(tool), given));

describe('query', () => {
  test('repeats arrays and opens objects, everything encoded', () => {
    const { query } = build('list_audit_logs', {
      effective_at: { gte: 1, lt: 2 },
      actor_emails: ["o'neil+a@example.com", 'b&c=d'],
      tenant_only: false,
    });
    expect(query).toBe(
      'effective_at%5Bgte%5D=1&effective_at%5Blt%5D=2&actor_emails%5B%5D=o%27neil%2Ba%40example.com&actor_emails%5B%5D=b%26c%3Dd&tenant_only=false',
    );
  });

  test('leaves out what is empty or not given', () => {
    expect(build('list_audit_logs', { actor_emails: [], effective_at: {}, limit: null }).query).toBe('');
  });

  test.each([
    ['after_last_id', 'after'],
    ['after_last_item', 'after'],
    ['after_next', 'after'],
    ['page', 'page'],
  ] as const)('%s sends the cursor back byte for byte as %s', (pagination, name) => {
    const tool = sampleTool({}, { pagination });
    // A blank one counts as none.
    const cursors = fc.string({ unit: 'binary', minLength: 1 }).filter((cursor) => cursor.trim() !== '');
    fc.assert(
      fc.property(cursors, (cursor) => {
        const { query } = buildRequest(tool, check(tool, { cursor }));
        const [sentName, sent = ''] = query.split('=');
        expect(sentName).toBe(name);
        expect(decodeURIComponent(sent)).toBe(cursor);
        expect(query).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe('path', () => {
  test.each([
    ['proj_1', 'proj_1'],
    ['ft:gpt-5:acme', 'ft:gpt-5:acme'],
    ["a b'c(d)", "a%20b'c(d)"],
    ['é😀', '%C3%A9%F0%9F%98%80'],
    ['a"<>^`{|}', 'a%22%3C%3E%5E%60%7B%7C%7D'],
  ])('%s is written %s', (project_id, segment) => {
    expect(build('get_project', { project_id }).path).toBe(`/organization/projects/${segment}`);
  });

  test('is not made without its values', () => {
    expect(() => buildRequest(toolNamed('get_project'), { values: {}, clear: [] })).toThrow('{project_id}');
  });
});

describe('body', () => {
  test('holds the given fields, and null for the cleared ones', () => {
    const request = build('update_vector_store', { vector_store_id: 'vs_1', name: 'a', clear: ['metadata'] });
    expect(request).toEqual({
      method: 'POST',
      path: '/vector_stores/vs_1',
      query: '',
      body: { name: 'a', metadata: null },
      beta: 'assistants=v2',
      key: { class: 'project' },
      safe: false,
      expects: { needs: ['id'] },
    });
  });

  test('is an empty object where fields exist and none is given, and absent where there are none', () => {
    expect(build('create_vector_store', {}).body).toEqual({});
    expect(build('archive_project', { project_id: 'proj_1' })).not.toHaveProperty('body');
    expect(build('delete_user', { user_id: 'user-1' })).not.toHaveProperty('body');
  });

  test('has the API names of arguments that are called otherwise, at every depth', () => {
    const filters = {
      type: 'or',
      filters: [
        { type: 'in', key: 'a', value_list: ['x'] },
        { type: 'and', filters: [{ type: 'ne', key: 'b', value_boolean: false }] },
      ],
    };
    const { body } = build('search_vector_store', { vector_store_id: 'vs_1', queries: ['p', 'q'], filters });
    expect(body).toEqual({
      query: ['p', 'q'],
      filters: {
        type: 'or',
        filters: [
          { type: 'in', key: 'a', value: ['x'] },
          { type: 'and', filters: [{ type: 'ne', key: 'b', value: false }] },
        ],
      },
    });
  });

  test('never holds the choice of a key', () => {
    const request = build('create_vector_store', { name: 'a', project_id: 'proj_1' });
    const { key, ...sent } = request;
    expect(key).toEqual({ class: 'project', projectId: 'proj_1' });
    expect(JSON.stringify(sent)).not.toContain('proj_1');
  });
});

describe('the key that goes with it, and whether it may be sent again', () => {
  test.each([
    ['list_projects', {}, { class: 'admin' }, true],
    ['list_vector_stores', {}, { class: 'project' }, true],
    ['list_vector_stores', { project_id: 'proj_1' }, { class: 'project', projectId: 'proj_1' }, true],
    ['search_vector_store', { vector_store_id: 'vs_1', query: 'x' }, { class: 'project' }, true],
    ['get_project', { project_id: 'proj_1' }, { class: 'admin' }, true],
    ['create_project', { name: 'x' }, { class: 'admin' }, false],
    ['update_project', { project_id: 'proj_1', name: 'x' }, { class: 'admin' }, false],
    ['delete_user', { user_id: 'user_1' }, { class: 'admin' }, false],
  ])('%s %j', (tool, given, key, safe) => {
    expect(build(tool, given)).toMatchObject({ key, safe });
  });
});
