import { describe, expect, test } from 'vitest';
import { violatesPin } from '../../src/policy/violates-pin.ts';

const PINS = ['proj_a', 'proj_b'];
type Method = 'GET' | 'POST' | 'DELETE';

function leaves(
  method: Method,
  path: string,
  query = '',
  key: 'admin' | 'project' = 'admin',
  project?: string,
) {
  const place = key === 'admin' ? { class: key } : { class: key, projectId: project };
  return violatesPin({ method, path, query, key: place }, PINS);
}

describe('a request of the admin key', () => {
  test.each<[Method, string, string?]>([
    ['GET', '/organization/projects/proj_a'],
    ['POST', '/organization/projects/proj_b/users/user-1'],
    ['DELETE', '/projects/proj_a/roles/role-1'],
    ['GET', '/organization/costs', 'start_time=1&project_ids%5B%5D=proj_a&project_ids%5B%5D=proj_b'],
    ['GET', '/fine_tuning/checkpoints/ft%3Agpt/permissions', 'project_id=proj_a'],
    ['GET', '/organization/projects/proj_a/api_keys', 'limit=2'],
  ])('%s %s?%s stays', (method, path, query) => expect(leaves(method, path, query)).toBe(false));

  test.each<[Method, string, string?]>([
    ['GET', '/organization/projects'],
    ['POST', '/organization/projects'],
    ['GET', '/organization/users'],
    ['GET', '/organization/costs', 'start_time=1'],
    ['GET', '/organization/costs', 'project_ids='],
    ['GET', '/organization/costs', 'project_ids%5B%5D=proj_a&project_ids%5B%5D=proj_c'],
    ['GET', '/organization/costs', 'project_ids%5B1%5D=proj_c&project_ids%5B%5D=proj_a'],
    ['GET', '/organization/projects/proj_a/users', 'project_id=proj_c'],
    ['POST', '/organization/things', 'project_id=proj_a'],
    ['DELETE', '/organization/things', 'project_id=proj_a'],
    ['GET', '/organization/audit_logs', 'project_ids%5B%5D=proj_a&tenant_only=true'],
    ['GET', '/organization/projects/proj_c'],
    ['GET', '/organization/Projects/proj_c/users', 'project_id=proj_a'],
    ['POST', '/organization/projects/proj_a/PROJECTS/proj_c'],
    ['GET', '/organization/projects/proj_a%2F..%2Fproj_c'],
    ['GET', '/organization/projects/proj_a/../proj_c'],
    ['GET', '/organization/projects/proj_a/%2e%2e/proj_c'],
    ['GET', '/organization/projects/proj_a/%252e%252e/proj_c'],
    ['GET', '/organization/projects/proj_a//users'],
    ['GET', '/organization/projects/proj_a%5C..%5Cproj_c'],
    ['GET', '/organization/projects/proj_a/projects/proj_c'],
    ['GET', '/organization/projects/%E0%A4%A'],
    ['GET', '/organization/projects/'],
  ])('%s %s?%s leaves', (method, path, query) => expect(leaves(method, path, query)).toBe(true));

  test.each<[boolean, Record<string, unknown>]>([
    [false, { project_id: 'proj_a', name: 'proj_c' }],
    [false, { metadata: { project_id: 'proj_c' }, attributes: { project: 'proj_c' } }],
    [false, { project: 'a label' }],
    [true, { project_id: 'proj_c' }],
    [true, { project_ids: ['proj_a', 'proj_c'] }],
    [true, { projects: [{ id: 'proj_a' }, { id: 'proj_c', role: 'owner' }] }],
    [true, { rule: { scope: { project_id: 'proj_c' } } }],
  ])('leaves: %s, with the body %j', (expected, body) => {
    const key = { class: 'admin' } as const;
    const request = {
      method: 'POST',
      path: '/organization/projects/proj_a/x',
      query: '',
      body,
      key,
    } as const;
    expect(violatesPin(request, PINS)).toBe(expected);
  });
});

describe('a request of a project key', () => {
  test('stays with the key of a pinned project', () => {
    expect(leaves('POST', '/vector_stores', '', 'project', 'proj_b')).toBe(false);
    expect(leaves('GET', '/chat/completions', 'metadata%5Bproject_id%5D=x', 'project', 'proj_b')).toBe(false);
  });

  test.each([undefined, 'proj_c', ''])('leaves with the key of %s', (project) => {
    expect(leaves('GET', '/vector_stores', '', 'project', project)).toBe(true);
  });

  test('leaves when its path names another project', () => {
    expect(leaves('GET', '/projects/proj_c/files', '', 'project', 'proj_a')).toBe(true);
  });
});
