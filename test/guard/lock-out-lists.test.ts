/** A list that is cut short, empty or none shows nobody that another owner remains, and no key that it is another. */
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { guardSetting, plainAnswer, type SettingOptions } from './guard-setting.ts';

const OWNER = { id: 'user-ann', role: 'owner' };
const READER = { id: 'user-bo', role: 'reader' };
const KEYS = [{ id: 'key_1', owner: { id: 'user-x' }, redacted_value: 'sk-admin-***zzzz' }];

const list = (data: unknown[]) => ({ object: 'list', data, has_more: false });

/** An organization with two owners, in which the answers to some tools are replaced. */
function answering(replaced: Record<string, unknown> = {}) {
  const answers: Record<string, unknown> = {
    list_users: list([OWNER, { ...OWNER, id: 'user-di' }]),
    list_admin_api_keys: list(KEYS),
    ...replaced,
  };
  return (request: ApiRequest, tool: ToolSpec) =>
    tool.name in answers ? answers[tool.name] : plainAnswer(request, tool);
}

async function call(tool: string, given: object, replaced = {}, more: SettingOptions = {}) {
  const setting = guardSetting({ mode: 'off', answer: answering(replaced), ...more });
  const { error } = await setting.call(tool, given);
  return { kind: error?.kind, message: String(error?.message), writes: setting.writes().length };
}

const CUT_SHORT: [string, unknown][] = [
  ['says that more follows and not where', { object: 'list', data: [READER], has_more: true }],
  ['never ends', { object: 'list', data: [READER], has_more: true, last_id: 'user-bo' }],
  ['is none', null],
  ['has no items', { object: 'list' }],
];

test.each(CUT_SHORT)('nobody is removed or demoted when the list of users %s', async (_, answer) => {
  for (const tool of ['delete_user', 'update_user']) {
    const given = { user_id: 'user-ann', ...(tool === 'update_user' && { role: 'reader' }) };
    const refused = await call(tool, given, { list_users: answer });
    expect(refused).toMatchObject({ kind: 'refused', writes: 0 });
    expect(refused.message).toContain('did not give the whole list');
  }
});

test.each(CUT_SHORT)('nobody is removed when the list of admin keys %s', async (_, answer) => {
  const refused = await call('delete_user', { user_id: 'user-ann' }, { list_admin_api_keys: answer });
  expect(refused).toMatchObject({ kind: 'refused', writes: 0 });
});

test('nobody is removed when no owner can be seen', async () => {
  for (const users of [list([]), list([READER]), list([{ id: 'user-ann' }])]) {
    const refused = await call('delete_user', { user_id: 'user-ann' }, { list_users: users });
    expect(refused).toMatchObject({ kind: 'refused', writes: 0 });
    expect(refused.message).toContain('No owner of the organization can be seen');
  }
});

test('a list that is cut short behind another owner is enough', async () => {
  const users = { object: 'list', data: [OWNER, { ...OWNER, id: 'user-di' }], has_more: true };
  expect(await call('delete_user', { user_id: 'user-ann' }, { list_users: users })).toMatchObject({
    writes: 1,
  });
});

test('a project key that shows nothing of itself is not deleted, nor its service account', async () => {
  const key = { id: 'key_p', owner: { type: 'service_account', service_account: { id: 'svc_acct_1' } } };
  const replaced = { get_project_api_key: key, list_project_api_keys: list([key]) };
  const project = { project_id: 'proj_1' };
  const calls: [string, object][] = [
    ['delete_project_api_key', { ...project, api_key_id: 'key_p' }],
    ['delete_project_service_account', { ...project, service_account_id: 'svc_acct_1' }],
  ];
  for (const [tool, given] of calls) {
    const refused = await call(tool, given, replaced);
    expect(refused).toMatchObject({ kind: 'refused', writes: 0 });
    expect(refused.message).toContain('It cannot be told');
  }
});

test('a tool of one’s own is held off by what it sends, whatever it calls its arguments', async () => {
  const { user_id: userId, role } = toolNamed('update_user').params;
  if (userId === undefined || role === undefined) throw new Error('update_user has other arguments now');
  const own: ToolSpec[] = [
    {
      ...toolNamed('delete_user'),
      name: 'remove_ann',
      endpoint: { method: 'DELETE', path: '/organization/users/user-ann' },
      params: {},
    },
    {
      ...toolNamed('update_user'),
      name: 'set_rank',
      endpoint: { method: 'POST', path: '/organization/users/{person}' },
      params: { person: userId, rank: { ...role, wire: 'role' } },
      atLeastOneOf: [],
    },
  ];
  const tools = [...guardTools(), ...own];
  const last = { list_users: list([OWNER, READER]) };
  for (const [tool, given] of [
    ['remove_ann', {}],
    ['set_rank', { person: 'user-ann', rank: 'reader' }],
  ] as const) {
    const refused = await call(tool, given, last, { tools });
    expect(refused).toMatchObject({ kind: 'refused', writes: 0 });
    expect(refused.message).toContain('No owner of the organization would be left');
  }
});

function guardTools(): ToolSpec[] {
  return ['list_users', 'list_admin_api_keys', 'list_groups', 'list_group_roles', 'get_user'].map(toolNamed);
}
