/** Which things belong to projects, by what the sandbox answers and by what the page on policies says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decideByPolicy } from '../../src/policy/policy-rules.ts';
import { projectMembers, touchedProjects, touchesProjects } from '../../src/policy/project-arguments.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { collect, openSandbox } from '../sandbox/running-sandbox.ts';
import { sampleTool } from '../tools/sample-tool.ts';

/** Records of people and of what happened name projects and are the organization's all the same. */
const OF_THE_ORGANIZATION = ['list_users', 'list_audit_logs'];

const LISTS = catalogue.tools.filter(
  ({ name, key, method, response, endpoint }) =>
    key === 'admin' &&
    method === 'list' &&
    response.buckets === undefined &&
    !endpoint.path.includes('{project_id}') &&
    !OF_THE_ORGANIZATION.includes(name),
);

describe('the records that name projects', () => {
  test('are those that the specs say', async () => {
    const sandbox = await openSandbox();
    const [provider] = await collect(sandbox, '/organization/workload_identity_providers');
    const seen: Record<string, string[]> = {};
    for (const { name, endpoint } of LISTS) {
      const path = endpoint.path.replace('{workload_identity_provider_id}', String(provider?.id));
      if (path.includes('{')) continue;
      const rows: Record<string, unknown>[] = await collect(sandbox, path);
      seen[name] = Object.keys(rows[0] ?? {}).filter((member) => /^(api_)?projects?(_ids?)?$/.test(member));
    }
    const declared = Object.keys(seen).map((name) => [name, toolNamed(name).response.projects ?? []]);
    expect(seen).toEqual(Object.fromEntries(declared));
    expect(Object.values(seen).flat().length).toBeGreaterThanOrEqual(4);
  });

  test('are those of the families that docs/policy.md lists', () => {
    const row =
      /that belongs to projects: ([^|]*) \|/.exec(readFileSync('docs/policy.md', 'utf8'))?.[1] ?? '';
    const families = catalogue.families.filter(({ name }) =>
      catalogue.tools.some(({ family, response }) => family === name && response.projects !== undefined),
    );
    for (const { title } of families) {
      const noun = title.toLowerCase().replace('fine-tuning ', '').replace('invites', 'invitations');
      expect(row).toContain(noun);
    }
    expect(row.split(', ')).toHaveLength(families.length);
  });

  test('are found by every tool of these families that names a thing', () => {
    const inProjects = catalogue.tools.filter(({ family }) =>
      /^(external_storage|federation_rules|checkpoint_permissions|invites|external_keys)$/.test(family),
    );
    for (const tool of inProjects) {
      const isByItsId = tool.method !== 'list' && tool.method !== 'create';
      expect(projectMembers(tool, catalogue.tools).length > 0, tool.name).toBe(isByItsId);
    }
  });
});

test('what is of the organization is of no project', () => {
  for (const name of ['delete_user', 'delete_group', 'delete_certificate', 'update_role', 'list_users']) {
    expect(touchesProjects(toolNamed(name), catalogue.tools), name).toBe(false);
  }
});

test('a read that looks past its project filter may be about any project', () => {
  const tool = toolNamed('list_audit_logs');
  const values = { project_ids: ['proj_a'] };
  expect(touchedProjects(tool, values, [])).toEqual({ ids: ['proj_a'], unnamed: false });
  expect(touchedProjects(tool, { ...values, tenant_only: true }, []).unnamed).toBe(true);
});

test('every read with a project filter is about any project without it', () => {
  const filtered = catalogue.tools.filter(
    (tool) =>
      isRead(tool) &&
      Object.entries(tool.params).some(
        ([, { in: place, from_tool, items }]) =>
          place === 'query' && (from_tool ?? items?.from_tool) === 'list_projects',
      ),
  );
  expect(filtered.length).toBeGreaterThanOrEqual(5);
  for (const tool of filtered) expect(touchedProjects(tool, {}, []).unnamed, tool.name).toBe(true);
});

test.each([
  ['unreadable', ['deny', 'approve', 'none']],
  [['proj_prod'], ['deny', 'approve', 'allow']],
  [
    ['proj_test', 'proj_prod'],
    ['deny', 'approve', 'none'],
  ],
  [['proj_test'], ['none', 'none', 'none']],
  [[], ['none', 'none', 'none']],
] as const)('of a thing whose record names %j, rules about proj_prod say %j', (projects, expected) => {
  const tool = toolNamed('delete_external_storage');
  const answers = (['deny', 'approve', 'allow'] as const).map((kind) => {
    const rule = { kind, tools: new Set([tool.name]), projects: ['proj_prod'], place: 'p.yaml:1' };
    return decideByPolicy([{ rules: [rule] }], { tool, values: {}, clear: [], projects }).decision;
  });
  expect(answers).toEqual(expected);
});

const DENIAL = (tool: ToolSpec) => ({
  rules: [
    { kind: 'deny' as const, tools: new Set([tool.name]), projects: ['proj_p'], place: 'policy.yaml:1' },
  ],
});

const decided = (tool: ToolSpec, values: Record<string, unknown>) =>
  decideByPolicy([DENIAL(tool)], { tool, values, clear: [], projects: [] }).decision;

test('a denied project stays in the list of projects and is out of reach by its ID', () => {
  expect(decided(toolNamed('list_projects'), {})).toBe('none');
  expect(decided(toolNamed('get_project'), { project_id: 'proj_p' })).toBe('deny');
  expect(decided(toolNamed('get_project'), { project_id: 'proj_q' })).toBe('none');
});

const own = (path: string, params: ToolSpec['params']) =>
  sampleTool(params, { name: 'own_thing', method: 'update', endpoint: { method: 'POST', path } });

test.each<[string, ToolSpec, object]>([
  [
    'a project in its path',
    own('/organization/projects/{p}/things', { p: { in: 'path', type: 'string', required: true } }),
    { p: 'proj_p' },
  ],
  [
    'an ID that list_projects gives',
    own('/organization/things', { where: { in: 'body', type: 'string', from_tool: 'list_projects' } }),
    { where: 'proj_p' },
  ],
])("a tool of one's own with %s names its project", (_, tool, values) => {
  expect(decided(tool, { ...values })).toBe('deny');
});

test("a tool of one's own with nothing of that is the organization's", () => {
  const tool = own('/organization/things', { where: { in: 'body', type: 'string' } });
  expect(decided(tool, { where: 'proj_p' })).toBe('none');
});
