/** Whoever gives an owner's rights is asked, whichever way they go: by name, by a role's ID, its permissions, or a group. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { ASKING, guardSetting, lostAnswer, plainAnswer, type SettingOptions } from './guard-setting.ts';
import { listed, sandboxSetting } from './sandbox-setting.ts';

const ROLES = [
  { id: 'role_owner', name: 'owner', predefined_role: true, permissions: ['api.management.write'] },
  { id: 'role_reader', name: 'reader', predefined_role: true, permissions: ['api.organization.read'] },
  {
    id: 'role_member',
    name: 'member',
    predefined_role: true,
    permissions: ['api.model.request', 'api.x.write'],
  },
  {
    id: 'role_audit',
    name: 'Audit',
    predefined_role: false,
    permissions: ['api.all.read', 'api.files.write'],
  },
  { id: 'role_alike', name: 'Owner', predefined_role: false, permissions: ['api.usage.read'] },
  { id: 'role_poser', name: 'reader', predefined_role: false, permissions: ['api.management.write'] },
  { id: 'role_maker', name: 'Group Keeper', predefined_role: false, permissions: ['api.groups.write'] },
  { id: 'role_wide', name: 'Wide', predefined_role: false, permissions: ['api.all'] },
  { id: 'role_star', name: 'Star', predefined_role: false, permissions: ['*'] },
  { id: 'role_new', name: 'New', predefined_role: false, permissions: ['api.something_new.write'] },
  { id: 'role_mute', name: 'Mute', predefined_role: false },
];

const list = (data: unknown[]) => ({ object: 'list', data, has_more: false });

function answering(more: Record<string, unknown> = {}) {
  const answers: Record<string, unknown> = {
    list_roles: list(ROLES),
    list_project_roles: list(ROLES),
    ...more,
  };
  return (request: ApiRequest, tool: ToolSpec) =>
    tool.name in answers ? answers[tool.name] : plainAnswer(request, tool);
}

async function called(tool: string, given: object, options: SettingOptions = {}) {
  const setting = guardSetting({ answer: answering(), ...options });
  const { ask, error } = await setting.call(tool, given, ASKING);
  expect(error).toBeUndefined();
  expect(setting.writes()).toHaveLength(ask === undefined ? 1 : 0);
  return ask?.message;
}

const GIVING: [tool: string, member: string, given: object][] = [
  ['create_user_role', 'role_id', { user_id: 'user-bo' }],
  ['create_group_role', 'role_id', { group_id: 'group_1' }],
  ['create_project_user_role', 'role_id', { project_id: 'proj_1', user_id: 'user-bo' }],
  ['create_project_group_role', 'role_id', { project_id: 'proj_1', group_id: 'group_1' }],
  ['create_project_group', 'role', { project_id: 'proj_1', group_id: 'group_1' }],
];

describe.each(GIVING)('%s', (tool, member, given) => {
  const call = (role: string, options?: SettingOptions) =>
    called(tool, { ...given, [member]: role }, options);

  test('of the role that owners have is asked, and says so', async () => {
    const message = await call('role_owner');
    expect(message).toContain("This gives an owner's rights");
    expect(message).toContain('The role "owner" is that of the owners');
  });

  test.each(['role_poser', 'role_maker', 'role_wide', 'role_star', 'role_new', 'role_mute', 'role_nowhere'])(
    'of %s, which may do as much, is asked',
    async (role) => {
      expect(await call(role)).toContain("This may give an owner's rights");
    },
  );

  test.each(['role_reader', 'role_member', 'role_audit', 'role_alike'])('of %s runs', async (role) => {
    expect(await call(role)).toBeUndefined();
  });

  test('of a role that cannot be read is asked', async () => {
    const answer = (request: ApiRequest, spec: ToolSpec) => {
      if (spec.name === 'list_roles' || spec.name === 'list_project_roles') throw lostAnswer();
      return plainAnswer(request, spec);
    };
    expect(await call('role_audit', { answer })).toContain('could not be read');
  });
});

const BY_NAME: [tool: string, given: object, isAsked: boolean][] = [
  ['create_invite', { email: 'a@b.example', role: 'owner' }, true],
  [
    'create_invite',
    { email: 'a@b.example', role: 'reader', projects: [{ id: 'proj_1', role: 'owner' }] },
    true,
  ],
  [
    'create_invite',
    { email: 'a@b.example', role: 'reader', projects: [{ id: 'proj_1', role: 'member' }] },
    false,
  ],
  ['create_project_user', { project_id: 'proj_1', user_id: 'user-bo', role: 'owner' }, true],
  ['create_project_user', { project_id: 'proj_1', user_id: 'user-bo', role: 'member' }, false],
  ['update_project_user', { project_id: 'proj_1', user_id: 'user-bo', role: 'owner' }, true],
  ['update_project_user', { project_id: 'proj_1', user_id: 'user-bo', role: 'member' }, false],
  [
    'update_project_service_account',
    { project_id: 'proj_1', service_account_id: 'svc_acct_1', role: 'owner' },
    true,
  ],
  [
    'update_project_service_account',
    { project_id: 'proj_1', service_account_id: 'svc_acct_1', role: 'member' },
    false,
  ],
];

test.each(BY_NAME)('%s with %j is asked: %s', async (tool, given, isAsked) => {
  const message = await called(tool, given);
  if (isAsked) expect(message).toContain("This gives an owner's rights");
  else expect(message).toBeUndefined();
});

test.each([
  [{ role: 'owner' }, "This gives an owner's rights until they are taken back."],
  [{ role_id: 'role_owner' }, "This gives an owner's rights until they are taken back."],
  [{ role_id: 'role_maker' }, "This may give an owner's rights until they are taken back."],
  [{ role_id: 'role_audit' }, 'This can be undone.'],
])('update_user with %j says what it gives', async (given, sentence) => {
  expect(await called('update_user', { user_id: 'user-bo', ...given })).toContain(sentence);
});

describe.each(['update_role', 'update_project_role'])('%s', (tool) => {
  const role = { id: 'role_1', name: 'Audit', permissions: ['api.all.read', 'api.keys.write'] };
  const options = { answer: answering({ get_role: role, get_project_role: role }) };
  const call = (given: object) =>
    called(
      tool,
      { role_id: 'role_1', ...(tool.includes('project') && { project_id: 'proj_1' }), ...given },
      options,
    );

  test('that adds what owners can do is asked', async () => {
    expect(await call({ permissions: ['api.all.read', 'api.roles.write'] })).toContain('api.roles.write');
  });
  test('that adds what gives no more, keeps what was there, or only renames runs', async () => {
    expect(await call({ permissions: ['api.usage.read', 'api.keys.write'] })).toBeUndefined();
    expect(await call({ role_name: 'Owner' })).toBeUndefined();
  });
});

describe('a new member of a group', () => {
  const join = (more: Record<string, unknown>) =>
    called('create_group_user', { group_id: 'group_1', user_id: 'user-bo' }, { answer: answering(more) });

  test('gets the roles of the group in the organization', async () => {
    expect(await join({ list_group_roles: list([ROLES[3], ROLES[0]]) })).toContain(
      "This gives an owner's rights",
    );
  });
  test('and in projects, which are named', async () => {
    const message = await join({
      list_projects: list([{ id: 'proj_9', name: 'Nine' }]),
      list_project_group_roles: list([ROLES[0]]),
    });
    expect(message).toContain("an owner's rights in a project");
    expect(message).toContain('"Nine" (proj_9)');
  });
  test('runs where they give no more than work, and is asked where they cannot be read', async () => {
    expect(await join({ list_group_roles: list([ROLES[3]]) })).toBeUndefined();
    expect(await join({ list_group_roles: null })).toContain('could not be read in full');
    expect(await join({ list_projects: { data: [{ id: 'proj_9' }], has_more: true } })).toContain('in full');
    const projects = (count: number) =>
      list(Array.from({ length: count }, (_, at) => ({ id: `proj_${at}` })));
    expect(await join({ list_projects: projects(100) })).toBeUndefined();
    expect(await join({ list_projects: projects(101) })).toContain('in full');
  });
});

test('a tool of your own for the same operation is judged by what it sends', async () => {
  const builtIn = toolNamed('create_user_role');
  const { role_id: role, user_id: user } = builtIn.params;
  if (role === undefined || user === undefined) throw new Error('create_user_role has other arguments now');
  const own = {
    ...builtIn,
    name: 'promote_person',
    params: { person: user, what: { ...role, wire: 'role_id' } },
    endpoint: { ...builtIn.endpoint, path: '/organization/users/{person}/roles' },
  };
  const tools = [own, toolNamed('list_roles'), toolNamed('get_user'), toolNamed('list_users')];
  const message = await called('promote_person', { person: 'user-bo', what: 'role_owner' }, { tools });
  expect(message).toContain("This gives an owner's rights");
});

test('a dry run says that a person would have to approve it', async () => {
  const setting = guardSetting({ dryRun: true, answer: answering() });
  const given = { user_id: 'user-bo', role_id: 'role_owner' };
  const { value } = await setting.call('create_user_role', given);
  expect(value.approval).toBe('a person would have to approve it');
});

test('in the sandbox the predefined role of owners is asked about, and one that reads is not', async () => {
  const setting = await sandboxSetting();
  const roles = await listed(setting, 'list_roles');
  const byName = (name: string) => roles.find((role) => role.name === name)?.id;
  const user_id = (await listed(setting, 'list_users', { projects: false })).at(-1)?.id;
  const give = (role: string) => setting.call('create_user_role', { user_id, role_id: byName(role) }, ASKING);
  expect((await give('owner')).ask?.message).toContain("This gives an owner's rights");
  expect((await give('Audit Reader')).ask).toBeUndefined();
});
