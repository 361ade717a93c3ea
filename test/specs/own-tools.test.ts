import { describe, expect, test } from 'vitest';
import { catalogue, operations } from '../catalogue/catalogue.ts';
import { OWN, ownMistakes, parseOwn } from './built-in.ts';

const written = (part: string, other: string) => {
  expect(OWN).toContain(part);
  return OWN.replaceAll(part, other);
};

const PREFIXES = [...new Set(operations.map(({ endpoint }) => `/${endpoint.path.split('/')[1]}`))]
  .sort()
  .join(', ');

describe('a right file', () => {
  test('becomes its own families and tools alone, which may refer to built-in ones', () => {
    const { families, tools } = parseOwn(OWN);
    expect(families.map((family) => family.name)).toEqual(['own_projects']);
    expect(tools.map((tool) => tool.name)).toEqual(['list_project_limits']);
    expect(tools[0]?.params.project_id?.from_tool).toBe('list_projects');
  });

  test('may refer to its own tools, too', () => {
    const second = written('list_project_limits:', 'get_project_limit:')
      .replace('own_projects', 'own_limits')
      .replace('from_tool: list_projects', 'from_tool: list_project_limits');
    expect(parseOwn(OWN, second).tools).toHaveLength(2);
  });
});

describe('what is built in', () => {
  test.each([
    ['list_project_limits', 'list_projects', '6:3 list_projects: another tool has this name already'],
    ['list_project_limits', 'delete_container', '6:3 delete_container: another tool has this name already'],
    ['own_projects', 'projects', '1:1 family: projects is built in; choose another name'],
    ['own_projects', 'webhooks', '1:1 family: webhooks is built in; choose another name'],
    [
      'from_tool: list_projects',
      'from_tool: list_project',
      '13:61 from_tool: no tool list_project; did you mean list_projects?',
    ],
    [
      'from_tool: list_projects',
      'from_tool: get_project',
      '13:61 from_tool: named_by and id_prefix need a tool with method: list',
    ],
  ])('%s written as %s is refused', (part, other, expected) => {
    expect(ownMistakes(written(part, other))).toEqual([expected]);
  });

  test('is not changed by what is added', () => {
    const before = structuredClone(catalogue);
    parseOwn(OWN);
    expect(catalogue).toEqual(before);
  });
});

describe('an operation that makes a secret', () => {
  const file = (endpoint: string, more: string) => `family: own_keys
title: Own keys
tags: []
key: admin
tools:
  make_key:
    title: Make key
    method: create
    endpoint: POST ${endpoint}
    docs: { summary: Makes a key. }
    params:
      name: { in: body, type: string, required: true }
    ${more}
    example:
      arguments: { name: ci }
      request: POST ${endpoint}
      body: { name: ci }
`;
  const PLAIN = 'risk: { class: reversible, because: It can be deleted. }';
  const SAID =
    'secrets: { paths: [value] }\n    risk: { class: mints_secret, because: The answer holds a key. }';

  test.each(['/organization/admin_api_keys', '/organization/projects/proj_1/service_accounts'])(
    'is not called by %s as if it made none',
    (endpoint) => {
      expect(ownMistakes(file(endpoint, PLAIN))).toEqual([
        expect.stringContaining('say where the answer has it'),
      ]);
      expect(parseOwn(file(endpoint, SAID)).tools).toHaveLength(1);
    },
  );

  test('is told from others', () => {
    expect(parseOwn(file('/organization/groups', PLAIN)).tools).toHaveLength(1);
  });
});

describe('paths', () => {
  const at = (path: string, more = '') =>
    ownMistakes(
      written('/organization/projects/{project_id}/limits', `${path}/{project_id}`).replace(
        'key: admin\n',
        `key: admin\n${more}`,
      ),
    );

  test.each(['/organization/anything', '/projects', '/files', '/vector_stores/x', '/webhook_endpoints'])(
    '%s is below what the built-in tools use',
    (path) => expect(at(path)).toEqual([]),
  );

  test.each(['/organizations', '/reports', '/organization2/projects', '/v1/organization/projects'])(
    '%s is not',
    (path) => {
      expect(at(path)).toEqual([
        `9:5 endpoint: ${path}/{project_id} is below none of ${PREFIXES}; if it is meant, add allow_paths to this file`,
      ]);
    },
  );

  test.each([
    ['/organization/Projects', 'Projects', 'projects'],
    ['/organization/Admin_api_keys', 'Admin_api_keys', 'admin_api_keys'],
    ['/organization/projects/{project_id}/API_KEYS', 'API_KEYS', 'api_keys'],
    ['/FILES', 'FILES', 'files'],
  ])('%s has a known word in other letters, and is refused', (path, word, right) => {
    const more = path.startsWith('/FILES') ? 'allow_paths: [/FILES]\n' : '';
    const [mistake] = at(path, more).map((line) => line.replace(/^\d+:\d+ /, ''));
    expect(mistake).toBe(
      `endpoint: ${word} in ${path}/{project_id} is ${right} in other letters; write it in small ones, as OpenAI does`,
    );
  });

  test.each(['/organization/projects/{project_id}/', '/organization//projects/{project_id}'])(
    '%s has an empty part, and is refused',
    (path) =>
      expect(ownMistakes(written('/organization/projects/{project_id}/limits', path))).toEqual([
        '9:5 endpoint: write it as "GET /path/{argument}"',
      ]),
  );

  test('an ID that is written out keeps its letters', () => {
    const path = '/organization/projects/proj_4fGh7kLm';
    expect(at(path)).toEqual([]);
  });

  test('that the file allows are taken, whole parts of them only', () => {
    expect(at('/reports', 'allow_paths: [/reports]\n')).toEqual([]);
    expect(at('/reports/deep', 'allow_paths: [/reports/deep]\n')).toEqual([]);
    expect(at('/reports', 'allow_paths: [/report]\n')[0]).toContain('10:5 endpoint: /reports');
    expect(at('/reports/deeper', 'allow_paths: [/reports/deep]\n')[0]).toContain('10:5 endpoint');
  });

  test('are allowed for their own file only', () => {
    const allowing = written('key: admin\n', 'key: admin\nallow_paths: [/reports]\n');
    const other = written('/organization/projects/{project_id}/limits', '/reports/{project_id}')
      .replace('own_projects', 'others')
      .replace('list_project_limits', 'list_others');
    expect(ownMistakes(allowing, other)).toEqual([
      expect.stringContaining('own-1.yaml:9:5 endpoint: /reports/{project_id} is below none of'),
    ]);
  });

  test.each(['reports', '/', '/a{b}', '//host', 'https://example.com', '/../x'])(
    'allow_paths: %s is no beginning of a path',
    (path) => expect(at('/files', `allow_paths: ["${path}"]\n`)[0]).toContain('write it as /first/part'),
  );
});
