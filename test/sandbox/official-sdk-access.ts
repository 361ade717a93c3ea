/** The calls of the official SDK on groups, roles, invites, admin keys and certificates. */
import type OpenAI from 'openai';
import { expect } from 'vitest';
import { createPem } from '../../src/sandbox/data/certificate-pem.ts';
import { createRandom } from '../../src/sandbox/data/random.ts';
import { collectAll, deleted, startSeconds } from './running-sandbox.ts';

/** One call or more of every operation about who may do what. */
export async function workOnAccess(client: OpenAI): Promise<void> {
  await workOnGroups(client);
  await workOnRoles(client);
  await workOnInvites(client);
  await workOnAdminKeys(client);
  await workOnCertificates(client);
}

async function projectId(client: OpenAI): Promise<string> {
  const projects = await collectAll(client.admin.organization.projects.list({ limit: 100 }));
  return projects.find(({ name }) => name === 'Search-Relevance')?.id ?? '';
}

async function workOnGroups(client: OpenAI): Promise<void> {
  const { groups, projects, users } = client.admin.organization;
  expect(await collectAll(groups.list({ limit: 4, order: 'desc' }))).toHaveLength(6);
  const created = await groups.create({ name: 'SDK' });
  expect(created).toEqual({
    id: expect.stringMatching(/^group_/),
    name: 'SDK',
    created_at: startSeconds,
    group_type: 'group',
    is_scim_managed: false,
  });
  const { id: group_id } = created;
  const { group_type: _, ...withoutType } = created;
  expect(await groups.update(group_id, { name: 'SDK 2' })).toEqual({ ...withoutType, name: 'SDK 2' });
  expect(await groups.retrieve(group_id)).toMatchObject({ name: 'SDK 2', group_type: 'group' });

  const [one, two] = (await users.list({ limit: 2 })).data;
  for (const user_id of [one?.id ?? '', two?.id ?? '']) {
    expect(await groups.users.create(group_id, { user_id })).toEqual({
      object: 'group.user',
      group_id,
      user_id,
    });
  }
  const members = await collectAll(groups.users.list(group_id, { limit: 1, order: 'asc' }));
  expect(members).toEqual([one, two].map((user) => ({ id: user?.id, name: user?.name, email: user?.email })));
  expect(await groups.users.retrieve(one?.id ?? '', { group_id })).toEqual({
    ...members[0],
    picture: null,
    is_service_account: false,
    user_type: 'user',
  });
  expect(await groups.users.delete(one?.id ?? '', { group_id })).toEqual(deleted('group.user.deleted'));

  const project_id = await projectId(client);
  const role = `role-api-project-member__api-project__${project_id}`;
  const granted = await projects.groups.create(project_id, { group_id, role });
  expect(granted).toEqual({
    object: 'project.group',
    project_id,
    group_id,
    group_name: 'SDK 2',
    group_type: 'group',
    created_at: startSeconds,
  });
  expect(await collectAll(projects.groups.list(project_id, { limit: 1 }))).toEqual([granted]);
  expect(await projects.groups.retrieve(group_id, { project_id, group_type: 'group' })).toEqual(granted);

  const { roles } = projects.groups;
  const owner = role.replace('member', 'owner');
  expect(await roles.create(group_id, { project_id, role_id: owner })).toMatchObject({
    object: 'group.role',
    group: { object: 'group', id: group_id, scim_managed: false },
    role: { object: 'role', id: owner, resource_type: 'api.project' },
  });
  const held = await collectAll(roles.list(group_id, { project_id, limit: 1 }));
  expect(held.map(({ id }) => id)).toEqual([owner, role]);
  expect(await roles.retrieve(owner, { project_id, group_id })).toEqual(held[0]);
  expect(await roles.delete(owner, { project_id, group_id })).toEqual(deleted('group.role.deleted'));
  expect(await projects.groups.delete(group_id, { project_id })).toEqual(deleted('project.group.deleted'));
  expect(await groups.delete(group_id)).toEqual(deleted('group.deleted', group_id));
}

async function workOnRoles(client: OpenAI): Promise<void> {
  const { roles, groups, users, projects } = client.admin.organization;
  const before = await collectAll(roles.list({ limit: 2 }));
  expect(before.filter((role) => role.predefined_role)).toHaveLength(2);
  const created = await roles.create({
    role_name: 'SDK',
    permissions: ['api.groups.read'],
    description: 'x',
  });
  expect(created).toEqual({
    object: 'role',
    id: expect.stringMatching(/^role_/),
    name: 'SDK',
    description: 'x',
    permissions: ['api.groups.read'],
    resource_type: 'api.organization',
    predefined_role: false,
  });
  const role_id = created.id;
  expect(await roles.update(role_id, { role_name: 'SDK 2', description: null })).toMatchObject({
    name: 'SDK 2',
    description: null,
    permissions: ['api.groups.read'],
  });
  expect(await roles.retrieve(role_id)).toMatchObject({ name: 'SDK 2' });

  const [user] = (await users.list({ limit: 1 })).data;
  const user_id = user?.id ?? '';
  expect(await users.roles.create(user_id, { role_id })).toMatchObject({
    object: 'user.role',
    user: { object: 'organization.user', id: user_id },
    role: { object: 'role', id: role_id },
  });
  const held = await collectAll(users.roles.list(user_id, { limit: 1 }));
  expect(held.at(-1)).toEqual({
    id: role_id,
    name: 'SDK 2',
    description: null,
    permissions: ['api.groups.read'],
    resource_type: 'api.organization',
    predefined_role: false,
    created_at: startSeconds,
    updated_at: startSeconds,
    created_by: expect.stringMatching(/^user-/),
    created_by_user_obj: { id: expect.any(String), name: 'Ingrid Solberg', email: expect.any(String) },
    metadata: {},
    assignment_sources: [{ principal_type: 'user', principal_id: user_id }],
  });
  expect(await users.roles.retrieve(role_id, { user_id })).toEqual(held.at(-1));
  expect(await users.roles.delete(role_id, { user_id })).toEqual(deleted('user.role.deleted'));

  const [group] = (await groups.list()).data;
  const group_id = group?.id ?? '';
  expect(await groups.roles.create(group_id, { role_id })).toMatchObject({ object: 'group.role' });
  expect((await collectAll(groups.roles.list(group_id, { limit: 1 }))).at(-1)?.id).toBe(role_id);
  expect(await groups.roles.retrieve(role_id, { group_id })).toMatchObject({ name: 'SDK 2' });
  expect(await groups.roles.delete(role_id, { group_id })).toMatchObject({ deleted: true });
  expect(await roles.delete(role_id)).toEqual(deleted('role.deleted', role_id));

  const project_id = await projectId(client);
  const own = await projects.roles.create(project_id, {
    role_name: 'Local',
    permissions: ['api.files.read'],
  });
  expect(own).toMatchObject({ resource_type: 'api.project', description: null });
  expect((await collectAll(projects.roles.list(project_id, { limit: 1 }))).map(({ name }) => name)).toEqual([
    'owner',
    'member',
    'Local',
  ]);
  expect(await projects.roles.update(own.id, { project_id, permissions: [] })).toMatchObject({
    permissions: [],
  });
  expect(await projects.roles.retrieve(own.id, { project_id })).toMatchObject({ name: 'Local' });
  const [member] = (await projects.users.list(project_id)).data;
  const member_id = member?.id ?? '';
  expect(await projects.users.roles.create(member_id, { project_id, role_id: own.id })).toMatchObject({
    object: 'user.role',
    role: { id: own.id },
  });
  expect(await collectAll(projects.users.roles.list(member_id, { project_id, limit: 1 }))).toHaveLength(2);
  expect(await projects.users.roles.retrieve(own.id, { project_id, user_id: member_id })).toMatchObject({
    assignment_sources: [{ principal_type: 'user', principal_id: member_id }],
  });
  expect(await projects.users.roles.delete(own.id, { project_id, user_id: member_id })).toEqual(
    deleted('user.role.deleted'),
  );
  expect(await projects.roles.delete(own.id, { project_id })).toMatchObject({ object: 'role.deleted' });
}

async function workOnInvites(client: OpenAI): Promise<void> {
  const { invites } = client.admin.organization;
  expect(await collectAll(invites.list({ limit: 3 }))).toHaveLength(8);
  const project_id = await projectId(client);
  const projects = [{ id: project_id, role: 'owner' as const }];
  const invite = await invites.create({ email: 'sdk@example.com', role: 'reader', projects });
  expect(invite).toEqual({
    object: 'organization.invite',
    id: expect.stringMatching(/^invite-/),
    email: 'sdk@example.com',
    role: 'reader',
    status: 'pending',
    projects,
    created_at: startSeconds,
    expires_at: startSeconds + 7 * 86_400,
    accepted_at: null,
  });
  expect(await invites.retrieve(invite.id)).toEqual(invite);
  expect(await invites.delete(invite.id)).toEqual(deleted('organization.invite.deleted', invite.id));
}

async function workOnAdminKeys(client: OpenAI): Promise<void> {
  const { adminAPIKeys: keys } = client.admin.organization;
  const listed = await collectAll(keys.list({ limit: 2, order: 'desc', after: null }));
  expect(listed).toHaveLength(5);
  const { value, ...created } = await keys.create({ name: 'SDK', expires_in_seconds: 60 });
  expect(value).toMatch(/^sk-admin-sandbox-\w{20,}$/);
  expect(created).toEqual({
    object: 'organization.admin_api_key',
    id: expect.stringMatching(/^key_/),
    name: 'SDK',
    redacted_value: expect.stringMatching(/^sk-admin-\*+.{4}$/),
    created_at: startSeconds,
    last_used_at: null,
    expires_at: startSeconds + 60,
    owner: {
      type: 'user',
      object: 'organization.user',
      id: expect.any(String),
      name: 'Ingrid Solberg',
      created_at: expect.any(Number),
      role: 'owner',
    },
  });
  expect(await keys.retrieve(created.id)).toEqual(created);
  expect(await keys.delete(created.id)).toEqual(deleted('organization.admin_api_key.deleted', created.id));
}

async function workOnCertificates(client: OpenAI): Promise<void> {
  const { certificates, projects } = client.admin.organization;
  expect(await collectAll(certificates.list({ limit: 3, order: 'asc' }))).toHaveLength(4);
  const subject = { commonName: 'sdk', organizationName: 'Test' };
  const content = createPem(subject, startSeconds - 60, startSeconds + 86_400, createRandom('sdk'));
  const created = await certificates.create({ certificate: content, name: 'SDK' });
  const certificate_details = { valid_at: startSeconds - 60, expires_at: startSeconds + 86_400 };
  const shown = { id: created.id, name: 'SDK', created_at: startSeconds, certificate_details };
  expect(created).toEqual({ object: 'certificate', active: false, ...shown });
  expect(await certificates.update(created.id, { name: 'SDK 2' })).toMatchObject({ name: 'SDK 2' });
  expect(await certificates.retrieve(created.id)).toEqual({ object: 'certificate', ...shown, name: 'SDK 2' });
  expect(await certificates.retrieve(created.id, { include: ['content'] })).toMatchObject({
    certificate_details: { ...certificate_details, content },
  });

  const ids = { certificate_ids: [created.id] };
  const listed = { object: 'organization.certificate', ...shown, name: 'SDK 2' };
  expect((await certificates.activate(ids)).data).toEqual([{ ...listed, active: true }]);
  expect((await certificates.deactivate(ids)).data).toEqual([{ ...listed, active: false }]);
  const project_id = await projectId(client);
  const inProject = { ...listed, object: 'organization.project.certificate' };
  expect((await projects.certificates.activate(project_id, ids)).data).toEqual([
    { ...inProject, active: true },
  ]);
  expect(await collectAll(projects.certificates.list(project_id, { limit: 2 }))).toHaveLength(5);
  expect((await projects.certificates.deactivate(project_id, ids)).data).toEqual([
    { ...inProject, active: false },
  ]);
  expect(await certificates.delete(created.id)).toEqual({ id: created.id, object: 'certificate.deleted' });
}
