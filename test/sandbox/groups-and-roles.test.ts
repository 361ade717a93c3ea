/** Groups and roles: what is seeded, what is refused, and how a role that was given shows everywhere. */
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Answer, collect, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

/** The rows of every page of a list that hands out `next`. */
async function collectNext(sandbox: RunningSandbox, path: string, limit = 1000): Promise<Answer['body'][]> {
  const rows: Answer['body'][] = [];
  let after = '';
  for (;;) {
    const { body } = await send(sandbox, 'GET', `${path}?limit=${limit}${after}`);
    rows.push(...body.data);
    if (!body.has_more) return rows;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
}

async function groupNamed(sandbox: RunningSandbox, name: string): Promise<string> {
  return (await collectNext(sandbox, '/organization/groups')).find((group) => group.name === name).id;
}

async function eventsOf(sandbox: RunningSandbox) {
  const entries = await collect(sandbox, `/organization/audit_logs?effective_at[gte]=${startSeconds}`);
  return entries.reverse().map((entry) => [entry.type, entry[entry.type]]);
}

test('six groups, one fed by a directory and one of the tenant, with members of the organization', async () => {
  const sandbox = await openSandbox();
  const groups = await collectNext(sandbox, '/organization/groups');
  expect(groups.map(({ name }) => name)).toEqual([
    'Platform Engineering',
    'Data Science',
    'Support Operations',
    'Finance and Procurement',
    'Okta: Security Reviewers',
    'Halden Contractors',
  ]);
  expect(groups.filter((group) => group.is_scim_managed)).toHaveLength(1);
  expect(groups.filter((group) => group.group_type === 'tenant_group')).toHaveLength(1);
  const times = groups.map((group) => group.created_at);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  const users = new Set((await collect(sandbox, '/organization/users?limit=100')).map(({ id }) => id));
  for (const { id } of groups) {
    const members = await collectNext(sandbox, `/organization/groups/${id}/users`);
    expect(members.length).toBeGreaterThanOrEqual(2);
    expect(members.every((member) => users.has(member.id))).toBe(true);
  }
});

test('predefined and custom roles of the organization and of a project, and who holds them', async () => {
  const sandbox = await openSandbox();
  const roles = await collectNext(sandbox, '/organization/roles');
  expect(roles.map(({ name }) => name)).toEqual([
    'owner',
    'reader',
    'API Group Manager',
    'Usage Viewer',
    'Audit Reader',
  ]);
  const project = await projectNamed(sandbox, 'Customer-Support-Bot');
  const inProject = await collectNext(sandbox, `/projects/${project}/roles`);
  expect(inProject.map(({ name, resource_type }) => [name, resource_type])).toEqual([
    ['owner', 'api.project'],
    ['member', 'api.project'],
    ['Key Manager', 'api.project'],
  ]);
  const support = await groupNamed(sandbox, 'Support Operations');
  const held = await collectNext(sandbox, `/projects/${project}/groups/${support}/roles`);
  expect(held.map(({ name }) => name)).toEqual(['member', 'Key Manager']);
  const groups = await collectNext(sandbox, `/organization/projects/${project}/groups`, 100);
  expect(groups.map((group) => group.group_name).sort()).toEqual([
    'Platform Engineering',
    'Support Operations',
  ]);
});

test.each([
  ['/organization/groups', 6],
  ['/organization/roles', 5],
])('%s pages by its next token in both orders', async (path, count) => {
  const sandbox = await openSandbox();
  const whole = await collectNext(sandbox, path);
  expect(whole).toHaveLength(count);
  for (const limit of [1, 2, count]) expect(await collectNext(sandbox, path, limit)).toEqual(whole);
  const { body } = await send(sandbox, 'GET', `${path}?order=desc&limit=1000`);
  expect(body).toEqual({ object: 'list', data: whole.toReversed(), has_more: false, next: null });
  expect((await send(sandbox, 'GET', `${path}?limit=${count}`)).body).toMatchObject({
    has_more: false,
    next: null,
  });
  const none = (await send(sandbox, 'GET', `${path}?limit=0`)).body;
  expect(none).toEqual({ object: 'list', data: [], has_more: true, next: null });
});

test('an id stands for a place among groups but not among roles', async () => {
  const sandbox = await openSandbox();
  const [group] = await collectNext(sandbox, '/organization/groups');
  const [role] = await collectNext(sandbox, '/organization/roles');
  expect((await send(sandbox, 'GET', `/organization/groups?after=${group.id}`)).body.data).toHaveLength(5);
  const { status, body } = await send(sandbox, 'GET', `/organization/roles?after=${role.id}`);
  expect([status, body.error.param, body.error.code]).toEqual([400, 'after', 'invalid_cursor']);
});

test('queries and bodies are checked', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Data-Science');
  const group = await groupNamed(sandbox, 'Data Science');
  const refusals: [method: string, path: string, body: object | undefined, param: string, code: string][] = [
    ['GET', '/organization/groups?limit=1001', undefined, 'limit', 'integer_above_max_value'],
    ['GET', '/organization/groups?limit=-1', undefined, 'limit', 'integer_below_min_value'],
    ['GET', '/organization/groups?order=up', undefined, 'order', 'invalid_value'],
    [
      'GET',
      `/organization/projects/${project}/groups?limit=101`,
      undefined,
      'limit',
      'integer_above_max_value',
    ],
    ['GET', `/projects/${project}/roles?before=x`, undefined, 'before', 'unknown_parameter'],
    [
      'GET',
      `/organization/projects/${project}/groups/${group}?group_type=team`,
      undefined,
      'group_type',
      'invalid_value',
    ],
    ['POST', '/organization/groups', { name: '' }, 'name', 'string_below_min_length'],
    ['POST', '/organization/groups', { name: 'x'.repeat(256) }, 'name', 'string_above_max_length'],
    ['POST', `/organization/groups/${group}`, {}, 'name', 'missing_required_parameter'],
    ['POST', `/organization/groups/${group}/users`, { user: 'x' }, 'user_id', 'missing_required_parameter'],
    ['POST', '/organization/roles', { role_name: 'x' }, 'permissions', 'missing_required_parameter'],
    ['POST', '/organization/roles', { role_name: 'x', permissions: 'all' }, 'permissions', 'invalid_type'],
    [
      'POST',
      '/organization/roles',
      { role_name: 'Usage Viewer', permissions: [] },
      'role_name',
      'role_name_taken',
    ],
    [
      'POST',
      `/projects/${project}/roles`,
      { role_name: 'owner', permissions: [] },
      'role_name',
      'role_name_taken',
    ],
    [
      'POST',
      `/organization/projects/${project}/groups`,
      { group_id: group },
      'role',
      'missing_required_parameter',
    ],
  ];
  for (const [method, path, body, param, code] of refusals) {
    const answer = await send(sandbox, method, path, { body });
    expect([answer.status, answer.body.error?.param, answer.body.error?.code], `${method} ${path}`).toEqual([
      400,
      param,
      code,
    ]);
  }
});

test('unknown groups, users and roles are answered with 404, also where another scope has them', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Data-Science');
  const other = await projectNamed(sandbox, 'Search-Relevance');
  const group = await groupNamed(sandbox, 'Data Science');
  const [curator] = (await collectNext(sandbox, `/projects/${project}/roles`)).slice(-1);
  const tenant = await groupNamed(sandbox, 'Halden Contractors');
  const mobile = await projectNamed(sandbox, 'Mobile-App');
  const [outsider] = await collect(sandbox, '/organization/users?limit=100');
  const unknown: [method: string, path: string, body?: object][] = [
    ['GET', '/organization/groups/group_unknown'],
    ['POST', '/organization/groups/group_unknown', { name: 'x' }],
    ['DELETE', '/organization/groups/group_unknown'],
    ['GET', `/organization/groups/${group}/users/user-unknown`],
    ['POST', `/organization/groups/${group}/users`, { user_id: 'user-unknown' }],
    ['DELETE', `/organization/groups/${group}/users/user-unknown`],
    ['GET', '/organization/roles/role_unknown'],
    ['GET', `/organization/roles/${curator.id}`],
    ['GET', `/projects/${other}/roles/${curator.id}`],
    ['POST', `/organization/groups/${group}/roles`, { role_id: curator.id }],
    ['POST', `/organization/users/${outsider.id}/roles`, { role_id: 'role_unknown' }],
    ['POST', `/organization/users/${outsider.id}`, { role_id: 'role_unknown' }],
    ['DELETE', `/organization/groups/${group}/roles/${curator.id}`],
    ['GET', `/organization/projects/${other}/groups/${group}`],
    ['DELETE', `/organization/projects/${other}/groups/${group}`],
    ['POST', `/organization/projects/${other}/groups`, { group_id: group, role: curator.id }],
    ['GET', `/projects/${other}/users/user-unknown/roles`],
    ['GET', `/organization/projects/${mobile}/groups/${tenant}`],
  ];
  for (const [method, path, body] of unknown) {
    const answer = await send(sandbox, method, path, { body });
    expect([answer.status, answer.body.error?.code], `${method} ${path}`).toEqual([404, 'not_found']);
  }
  const path = `/organization/projects/${mobile}/groups/${tenant}?group_type=tenant_group`;
  expect((await send(sandbox, 'GET', path)).body).toMatchObject({ group_type: 'tenant_group' });
});

test('a group that a directory manages keeps its name and its members', async () => {
  const sandbox = await openSandbox();
  const group = await groupNamed(sandbox, 'Okta: Security Reviewers');
  const path = `/organization/groups/${group}`;
  const [member] = await collectNext(sandbox, `${path}/users`);
  const [user] = (await collect(sandbox, '/organization/users?limit=100')).filter(
    ({ id }) => id !== member.id,
  );
  for (const [method, target, body] of [
    ['POST', path, { name: 'x' }],
    ['DELETE', path, undefined],
    ['POST', `${path}/users`, { user_id: user.id }],
    ['DELETE', `${path}/users/${member.id}`, undefined],
  ] as const) {
    const answer = await send(sandbox, method, target, { body });
    expect([answer.status, answer.body.error.code], target).toEqual([400, 'group_is_scim_managed']);
  }
  expect(await eventsOf(sandbox)).toEqual([]);
});

test('predefined roles stay as they are, and are given and taken once', async () => {
  const sandbox = await openSandbox();
  const [owner, reader] = await collectNext(sandbox, '/organization/roles');
  for (const { id } of [owner, reader]) {
    const change = await send(sandbox, 'POST', `/organization/roles/${id}`, { body: { role_name: 'x' } });
    const end = await send(sandbox, 'DELETE', `/organization/roles/${id}`);
    for (const { status, body } of [change, end]) {
      expect([status, body.error.code]).toEqual([400, 'predefined_role']);
    }
  }
  const users = await collect(sandbox, '/organization/users?limit=100');
  const user = users.find(({ role }) => role === 'reader').id;
  const path = `/organization/users/${user}/roles`;
  const attempts: [method: string, path: string, body: object | undefined, status: number][] = [
    ['POST', path, { role_id: reader.id }, 400],
    ['POST', path, { role_id: owner.id }, 200],
    ['POST', path, { role_id: owner.id }, 400],
    ['POST', path, { role_id: reader.id }, 400],
    ['DELETE', `${path}/${reader.id}`, undefined, 404],
    ['DELETE', `${path}/${owner.id}`, undefined, 200],
    ['DELETE', `${path}/${owner.id}`, undefined, 404],
    ['DELETE', `${path}/${reader.id}`, undefined, 400],
  ];
  for (const [method, target, body, status] of attempts) {
    const answer = await send(sandbox, method, target, { body });
    expect(answer.status, `${method} ${target}`).toBe(status);
  }
});

test('every owner can be demoted, down to none', async () => {
  const sandbox = await openSandbox();
  const owners = (await collect(sandbox, '/organization/users?limit=100')).filter(
    ({ role }) => role === 'owner',
  );
  expect(owners).toHaveLength(4);
  const [owner, reader] = await collectNext(sandbox, '/organization/roles');
  const [first, second, ...rest] = owners.map(({ id }) => `/organization/users/${id}`);
  const answers = [
    await send(sandbox, 'DELETE', `${first}/roles/${owner.id}`),
    await send(sandbox, 'POST', `${second}`, { body: { role_id: reader.id } }),
    ...(await Promise.all(rest.map((path) => send(sandbox, 'POST', path, { body: { role: 'reader' } })))),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const left = await collect(sandbox, '/organization/users?limit=100');
  expect(left.filter(({ role }) => role === 'owner')).toEqual([]);
});

test('a role that a group was given shows with each of its members, from where it comes', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Voice-Agent');
  const group = (await send(sandbox, 'POST', '/organization/groups', { body: { name: 'Callers' } })).body.id;
  const members = new Set(
    (await collect(sandbox, `/organization/projects/${project}/users`)).map(({ id }) => id),
  );
  const outsider = (await collect(sandbox, '/organization/users?limit=100')).find(
    ({ id }) => !members.has(id),
  ).id;
  const [owner, member] = await collectNext(sandbox, `/projects/${project}/roles`);
  const path = `/projects/${project}/users/${outsider}/roles`;
  expect((await send(sandbox, 'GET', path)).status).toBe(404);
  await send(sandbox, 'POST', `/organization/groups/${group}/users`, { body: { user_id: outsider } });
  const grant = { group_id: group, role: member.id };
  const first = await send(sandbox, 'POST', `/organization/projects/${project}/groups`, { body: grant });
  const again = await send(sandbox, 'POST', `/organization/projects/${project}/groups`, { body: grant });
  expect([first.status, again.status]).toEqual([200, 400]);
  const byGroup = { principal_type: 'group', principal_id: group };
  expect(await collectNext(sandbox, path)).toMatchObject([{ id: member.id, assignment_sources: [byGroup] }]);
  expect((await send(sandbox, 'DELETE', `${path}/${member.id}`)).status).toBe(404);

  await send(sandbox, 'POST', path, { body: { role_id: owner.id } });
  const byUser = { principal_type: 'user', principal_id: outsider };
  expect(await collectNext(sandbox, path)).toMatchObject([
    { id: owner.id, assignment_sources: [byUser] },
    { id: member.id, assignment_sources: [byGroup] },
  ]);
  expect(
    (await collect(sandbox, `/organization/projects/${project}/users`)).find(({ id }) => id === outsider),
  ).toMatchObject({ role: 'owner' });
  await send(sandbox, 'DELETE', `/organization/groups/${group}`);
  expect(await collectNext(sandbox, path)).toMatchObject([{ id: owner.id }]);
  expect(await collectNext(sandbox, `/organization/projects/${project}/groups`, 100)).toEqual([]);
});

test('who leaves the organization or a project loses groups and roles with it', async () => {
  const sandbox = await openSandbox();
  const group = await groupNamed(sandbox, 'Support Operations');
  const project = await projectNamed(sandbox, 'Customer-Support-Bot');
  const key = (await collectNext(sandbox, `/projects/${project}/roles`)).at(-1).id;
  const holders = async () => {
    const rows = await Promise.all(
      (await collect(sandbox, `/organization/projects/${project}/users`)).map(async ({ id }) =>
        (await collectNext(sandbox, `/projects/${project}/users/${id}/roles`)).some(
          (role) => role.id === key && role.assignment_sources[0].principal_type === 'user',
        )
          ? [id]
          : [],
      ),
    );
    return rows.flat();
  };
  const [holder] = await holders();
  await send(sandbox, 'DELETE', `/organization/projects/${project}/users/${holder}`);
  const body = { user_id: holder, role: 'member' };
  await send(sandbox, 'POST', `/organization/projects/${project}/users`, { body });
  expect(await holders()).toEqual([]);
  const members = await collectNext(sandbox, `/organization/groups/${group}/users`);
  await send(sandbox, 'DELETE', `/organization/users/${members[0].id}`);
  expect(await collectNext(sandbox, `/organization/groups/${group}/users`)).toEqual(members.slice(1));
});

test('a key keeps an owner with access who left the project but reaches it through a group', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Search-Relevance');
  const keys = `/organization/projects/${project}/api_keys?owner_project_access=any`;
  const key = (await collect(sandbox, keys)).find(({ name }) => name === 'local development');
  const owner = key.owner.user.id;
  const group = (await send(sandbox, 'POST', '/organization/groups', { body: { name: 'Search' } })).body.id;
  const grant = { group_id: group, role: `role-api-project-member__api-project__${project}` };
  await send(sandbox, 'POST', `/organization/projects/${project}/groups`, { body: grant });
  await send(sandbox, 'POST', `/organization/groups/${group}/users`, { body: { user_id: owner } });
  await send(sandbox, 'DELETE', `/organization/projects/${project}/users/${owner}`);
  const access = async () =>
    (await collect(sandbox, keys)).find(({ id }) => id === key.id).owner_project_access;
  expect(await access()).toBe('active');
  await send(sandbox, 'DELETE', `/organization/projects/${project}/groups/${group}`);
  expect(await access()).toBe('inactive');
});

test('archived projects and the default project refuse new roles and groups', async () => {
  const sandbox = await openSandbox();
  const group = await groupNamed(sandbox, 'Data Science');
  const projects = await collect(sandbox, '/organization/projects?include_archived=true&limit=100');
  const archived = projects.find(({ status }) => status === 'archived').id;
  const standard = await projectNamed(sandbox, 'Default project');
  const role = (project: string) => `role-api-project-member__api-project__${project}`;
  for (const project of [archived, standard]) {
    const body = { group_id: group, role: role(project) };
    const add = await send(sandbox, 'POST', `/organization/projects/${project}/groups`, { body });
    const assign = await send(sandbox, 'POST', `/projects/${project}/groups/${group}/roles`, {
      body: { role_id: role(project) },
    });
    expect([add.status, assign.status]).toEqual([400, 400]);
  }
  const body = { role_name: 'x', permissions: [] };
  expect((await send(sandbox, 'POST', `/projects/${archived}/roles`, { body })).status).toBe(400);
  expect((await send(sandbox, 'POST', `/projects/${standard}/roles`, { body })).status).toBe(200);
});

test('groups, roles and assignments enter the audit log', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Voice-Agent');
  const group = (await send(sandbox, 'POST', '/organization/groups', { body: { name: 'A' } })).body.id;
  await send(sandbox, 'POST', `/organization/groups/${group}`, { body: { name: 'B' } });
  const fields = { role_name: 'R', permissions: ['a', 'b'] };
  const role = (await send(sandbox, 'POST', `/projects/${project}/roles`, { body: fields })).body.id;
  const body = { role_name: 'S', permissions: ['b', 'c'], description: 'd' };
  await send(sandbox, 'POST', `/projects/${project}/roles/${role}`, { body });
  const held = `/projects/${project}/groups/${group}/roles`;
  await send(sandbox, 'POST', held, { body: { role_id: role } });
  await send(sandbox, 'DELETE', `${held}/${role}`);
  await send(sandbox, 'DELETE', `/projects/${project}/roles/${role}`);
  await send(sandbox, 'DELETE', `/organization/groups/${group}`);
  const resource = { resource_id: project, resource_type: 'api.project' };
  const assignment = { id: expect.any(String), principal_id: group, principal_type: 'group', ...resource };
  expect(await eventsOf(sandbox)).toEqual([
    ['group.created', { id: group, data: { group_name: 'A' } }],
    ['group.updated', { id: group, changes_requested: { group_name: 'B' } }],
    ['role.created', { id: role, ...fields, ...resource }],
    [
      'role.updated',
      {
        id: role,
        changes_requested: {
          role_name: 'S',
          description: 'd',
          permissions_added: ['c'],
          permissions_removed: ['a'],
          ...resource,
        },
      },
    ],
    ['role.assignment.created', assignment],
    ['role.assignment.deleted', assignment],
    ['role.deleted', { id: role }],
    ['group.deleted', { id: group }],
  ]);
});

test('a role that is deleted is held by nobody, and a group without another loses the project', async () => {
  const sandbox = await openSandbox();
  const group = await groupNamed(sandbox, 'Finance and Procurement');
  const [role] = await collectNext(sandbox, `/organization/groups/${group}/roles`);
  expect(role.name).toBe('Usage Viewer');
  await send(sandbox, 'DELETE', `/organization/roles/${role.id}`);
  expect(await collectNext(sandbox, `/organization/groups/${group}/roles`)).toEqual([]);

  const project = await projectNamed(sandbox, 'Voice-Agent');
  const groups = `/organization/projects/${project}/groups`;
  const body = { role_name: 'x', permissions: [] };
  const { id } = (await send(sandbox, 'POST', `/projects/${project}/roles`, { body })).body;
  await send(sandbox, 'POST', groups, { body: { group_id: group, role: id } });
  expect(await collectNext(sandbox, groups, 100)).toHaveLength(1);
  await send(sandbox, 'DELETE', `/projects/${project}/roles/${id}`);
  expect(await collectNext(sandbox, groups, 100)).toEqual([]);
});

test('who leaves a project keeps the roles of the others', async () => {
  const sandbox = await openSandbox();
  const projects = await Promise.all(
    ['Voice-Agent', 'Image-Studio'].map((name) => projectNamed(sandbox, name)),
  );
  const user = (await collect(sandbox, '/organization/users?limit=100')).at(-1).id;
  for (const project of projects) {
    await send(sandbox, 'POST', `/organization/projects/${project}/users`, {
      body: { user_id: user, role: 'member' },
    });
    const body = { role_name: 'x', permissions: [] };
    const { id } = (await send(sandbox, 'POST', `/projects/${project}/roles`, { body })).body;
    await send(sandbox, 'POST', `/projects/${project}/users/${user}/roles`, { body: { role_id: id } });
  }
  const [left, kept] = projects;
  await send(sandbox, 'DELETE', `/organization/projects/${left}/users/${user}`);
  const roles = await collectNext(sandbox, `/projects/${kept}/users/${user}/roles`);
  expect(roles.map(({ name }) => name)).toEqual(['member', 'x']);
});
