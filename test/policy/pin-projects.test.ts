/** What a client and a model see of pinned tools, and what is filled in. */
import { describe, expect, test } from 'vitest';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import { createToolSearch } from '../../src/search/search-tools.ts';
import { createDiscoveryService } from '../../src/server/discovery-service.ts';
import type { Catalogue, ToolSpec } from '../../src/specs/catalogue.ts';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { CALLER } from '../tools/open-guard.ts';
import { recordingService } from './recording-service.ts';

const one = recordingService(pinCatalogue(catalogue, ['proj_a']));
const two = recordingService(pinCatalogue(catalogue, ['proj_a', 'proj_b']));

function schemaIn({ service }: typeof one, name: string) {
  const tool = service.list().find((listed) => listed.name === name);
  if (tool === undefined) throw new Error(`${name} is not listed`);
  return tool.inputSchema;
}

async function requestOf(recording: typeof one, name: string, given: unknown) {
  const before = recording.sent.length;
  const answer = await recording.call(name, given);
  const [sent] = recording.sent.slice(before);
  if (sent === undefined) return (answer.error as { message: string }).message;
  const { path, query, key } = sent.request;
  const project = key.class === 'project' ? (key.projectId ?? '') : '';
  return `${path}?${decodeURIComponent(query)} ${project}`.trim();
}

describe('one project', () => {
  test.each([
    ['list_project_users', 'project_id'],
    ['list_costs', 'project_ids'],
    ['list_checkpoint_permissions', 'project_id'],
    ['list_vector_stores', 'project_id'],
  ])('%s: %s leaves the schema', (name, argument) => {
    const { properties, required = [] } = schemaIn(one, name);
    expect(Object.keys(properties)).not.toContain(argument);
    expect(required).not.toContain(argument);
    expect(Object.keys(properties).length).toBeGreaterThan(0);
  });

  test.each([
    ['list_project_users', {}, '/organization/projects/proj_a/users?'],
    ['list_project_users', { project_id: 'proj_a' }, '/organization/projects/proj_a/users?'],
    ['list_project_users', { project_id: null }, '/organization/projects/proj_a/users?'],
    ['list_vector_stores', {}, '/vector_stores? proj_a'],
    ['list_vector_stores', { project_id: 'proj_a' }, '/vector_stores? proj_a'],
    ['list_audit_logs', {}, '/organization/audit_logs?project_ids[]=proj_a'],
    ['list_audit_logs', { project_ids: '["proj_a"]' }, '/organization/audit_logs?project_ids[]=proj_a'],
    ['list_external_storage', {}, '/organization/external_storage?project_id=proj_a&limit=100'],
    [
      'list_project_users',
      { project_id: 'proj_b' },
      'project_id: "proj_b" is outside --project; pass proj_a.',
    ],
    [
      'list_vector_stores',
      { project_id: 'proj_b' },
      'project_id: "proj_b" is outside --project; pass proj_a.',
    ],
    ['list_costs', { start_time: 'today', project_ids: [] }, 'project_ids: has too few items; at least 1.'],
    [
      'list_costs',
      { start_time: 'today', project_ids: ['proj_a', 'proj_b'] },
      'project_ids[1]: "proj_b" is outside --project; pass proj_a.',
    ],
  ])('%s %j', async (name, given, expected) => {
    expect(await requestOf(one, name, given)).toBe(expected);
  });

  test('an unknown argument is not answered with the one that is settled', async () => {
    expect(await requestOf(one, 'list_project_users', { projectid: 'x' })).not.toContain('project_id');
  });
});

describe('several projects', () => {
  test.each([
    ['list_project_users', 'project_id'],
    ['list_checkpoint_permissions', 'project_id'],
    ['list_vector_stores', 'project_id'],
  ])('%s: %s is required, one of them', (name, argument) => {
    const { properties, required } = schemaIn(two, name);
    expect(properties[argument]).toMatchObject({ type: 'string', enum: ['proj_a', 'proj_b'] });
    expect(required).toContain(argument);
  });

  test.each(['list_costs', 'list_usage', 'list_audit_logs'])(
    '%s: a list of them, all when left out',
    (name) => {
      const { properties, required = [] } = schemaIn(two, name);
      expect(properties.project_ids).toEqual({
        type: 'array',
        items: { type: 'string', enum: ['proj_a', 'proj_b'] },
        description: 'All of these when left out.',
      });
      expect(required).not.toContain('project_ids');
    },
  );

  test.each([
    ['list_audit_logs', {}, '/organization/audit_logs?project_ids[]=proj_a&project_ids[]=proj_b'],
    ['list_audit_logs', { project_ids: ['proj_b'] }, '/organization/audit_logs?project_ids[]=proj_b'],
    ['list_audit_logs', { project_ids: [] }, 'project_ids: has too few items; at least 1.'],
    ['list_external_storage', {}, 'project_id: required. Pass proj_a or proj_b.'],
    ['list_vector_stores', {}, 'project_id: required. Pass proj_a or proj_b.'],
    ['list_vector_stores', { project_id: 'proj_b' }, '/vector_stores? proj_b'],
    [
      'get_project',
      { project_id: 'Marketing' },
      'project_id: "Marketing" is outside --project; pass proj_a or proj_b.',
    ],
  ])('%s %j', async (name, given, expected) => {
    expect(await requestOf(two, name, given)).toBe(expected);
  });
});

describe('what looks past projects', () => {
  test('tenant_only is gone, with the note about it', async () => {
    const listed = two.service.list().find((tool) => tool.name === 'list_audit_logs');
    expect(JSON.stringify(listed)).not.toContain('tenant_only');
    expect(JSON.stringify(catalogue.tools)).toContain('tenant_only');
    expect(await requestOf(two, 'list_audit_logs', { tenant_only: true })).toContain(
      '"tenant_only": no such argument',
    );
  });

  test('no text names a tool that is gone as the source of an id', () => {
    const texts = JSON.stringify(two.service.list().map((tool) => tool.inputSchema));
    expect(texts).not.toContain('From list_projects');
    expect(texts).not.toContain('From list_users');
    expect(texts).toContain('From list_project_users');
  });

  test('a name is not looked up in a list that is gone', async () => {
    const message = await requestOf(two, 'create_project_user', {
      project_id: 'proj_a',
      user_id: 'Dana',
      role: 'member',
    });
    expect(message).toContain('list_users gives them, but it is switched off here');
  });

  test('a name is looked up within the one project', async () => {
    const before = one.sent.length;
    await one.call('list_costs', { start_time: 'today', api_key_ids: ['Build key'] });
    const paths = one.sent.slice(before).map((sent) => sent.request.path);
    expect(paths).toEqual(['/organization/projects/proj_a/api_keys']);
  });
});

describe("a user's own tools", () => {
  const own = (text: string): Catalogue =>
    parseSpecs(
      [{ name: 'own.yaml', text: `family: own\ntitle: Own\ntags: [core]\nkey: admin\ntools:\n${text}` }],
      catalogue,
    );
  const pinned = (text: string): ToolSpec | undefined =>
    pinCatalogue(own(text), ['proj_a', 'proj_b']).tools[0];

  test('a nested project id is held to the pinned ones', async () => {
    const text = `
  share_thing:
    title: Share
    method: action
    endpoint: POST /organization/projects/{owner}/share
    docs: { summary: Shares a thing. }
    risk: { class: reversible, because: It can be taken back. }
    params:
      owner: { in: path, type: string, required: true }
      with: { in: body, type: array, items: { type: object, properties: { to: { type: string, from_tool: list_projects } } } }
    example: { arguments: { owner: proj_a }, request: POST /organization/projects/proj_a/share }
`;
    const recording = recordingService(pinCatalogue(own(text), ['proj_a', 'proj_b']));
    expect(await requestOf(recording, 'share_thing', { owner: 'proj_a', with: [{ to: 'proj_z' }] })).toBe(
      'with[0].to: "proj_z" is outside --project; pass proj_a or proj_b.',
    );
    expect(await requestOf(recording, 'share_thing', { owner: 'proj_z' })).toContain('outside --project');
    expect(await requestOf(recording, 'share_thing', { owner: 'proj_a', with: [{ to: 'proj_b' }] })).toBe(
      '/organization/projects/proj_a/share?',
    );
  });

  test.each([
    ['a body', 'POST /organization/things', 'create', 'body'],
    ['the filter of a write', 'DELETE /organization/things', 'delete', 'query'],
  ])('a project in %s keeps nothing within projects', (_, endpoint, method, place) => {
    const tool = pinned(`
  change_thing:
    title: Change
    method: ${method}
    endpoint: ${endpoint}
    docs: { summary: Changes a thing. }
    risk: { class: reversible, because: It can be taken back. }
    params: { project_id: { in: ${place}, type: string, from_tool: list_projects, required: true } }
    example: { arguments: { project_id: proj_a }, request: ${endpoint} }
`);
    expect(tool?.outOfScope).toContain('--project');
  });
});

test('the catalogue itself is left as it was', () => {
  const before = JSON.stringify(catalogue);
  pinCatalogue(catalogue, ['proj_a']);
  expect(JSON.stringify(catalogue)).toBe(before);
});

describe('discovery', () => {
  const pinned = pinCatalogue(catalogue, ['proj_a', 'proj_b']);
  const recording = recordingService(pinned);
  const discovery = createDiscoveryService({
    mark: {},
    catalogue: pinned,
    authority: { filters: [], defaultTag: 'all', hasAdminKey: true, hasProjectKey: true },
    service: recording.service,
    guard: { recordRefusal: async () => undefined },
    openSearch: async (tools) => createToolSearch(tools),
  });
  const ask = async (name: string, given: object) => {
    const answer = discovery.call(name, given, CALLER, new AbortController().signal);
    if ('unknownTool' in answer) throw new Error(`${name} is unknown`);
    const result = await answer;
    return 'ask' in result ? '' : (result.content[0]?.text ?? '');
  };

  test('finds and explains only what stays within the projects', async () => {
    expect(
      await ask('search_tools', { query: 'list the users of the organization', limit: 20 }),
    ).not.toContain('"list_users"');
    expect(await ask('search_tools', { query: 'users of a project' })).toContain('"list_project_users"');
    expect(await ask('get_tool_schema', { name: 'list_users' })).toContain('--project');
    expect(await ask('get_tool_schema', { name: 'get_project' })).toContain('"enum":["proj_a","proj_b"]');
  });

  test('calls nothing else', async () => {
    expect(await ask('call_read_tool', { name: 'list_users' })).toContain('"refused"');
    expect(await ask('call_write_tool', { name: 'delete_user', arguments: { user_id: 'user-1' } })).toContain(
      '"refused"',
    );
    expect(
      await ask('call_read_tool', { name: 'get_project', arguments: { project_id: 'proj_z' } }),
    ).toContain('outside --project');
    expect(recording.sent).toEqual([]);
  });
});
