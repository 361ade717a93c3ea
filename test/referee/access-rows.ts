/** Owns what the operations on who may do what: roles, groups and invites are in the official SDK. */
import type { FurtherOperation } from '../catalogue/further-operations.ts';
import type { Row } from './row.ts';

export const ACCESS_ROWS = {
  'GET /organization/roles': {
    tool: 'list_roles',
    send: (sdk, query) => sdk.admin.organization.roles.list(query),
  },
  'POST /organization/roles': {
    tool: 'create_role',
    send: (sdk, body) => sdk.admin.organization.roles.create(body),
  },
  'GET /organization/roles/{role_id}': {
    tool: 'get_role',
    send: (sdk, call) => sdk.admin.organization.roles.retrieve(call.role_id),
  },
  'POST /organization/roles/{role_id}': {
    tool: 'update_role',
    send: (sdk, { role_id, ...body }) => sdk.admin.organization.roles.update(role_id, body),
  },
  'DELETE /organization/roles/{role_id}': {
    tool: 'delete_role',
    send: (sdk, call) => sdk.admin.organization.roles.delete(call.role_id),
  },
  'GET /organization/users/{user_id}/roles': {
    tool: 'list_user_roles',
    send: (sdk, { user_id, ...query }) => sdk.admin.organization.users.roles.list(user_id, query),
  },
  'POST /organization/users/{user_id}/roles': {
    tool: 'create_user_role',
    send: (sdk, { user_id, ...body }) => sdk.admin.organization.users.roles.create(user_id, body),
  },
  'GET /organization/users/{user_id}/roles/{role_id}': {
    tool: 'get_user_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.users.roles.retrieve(role_id, rest),
  },
  'DELETE /organization/users/{user_id}/roles/{role_id}': {
    tool: 'delete_user_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.users.roles.delete(role_id, rest),
  },
  'GET /organization/groups/{group_id}/roles': {
    tool: 'list_group_roles',
    send: (sdk, { group_id, ...query }) => sdk.admin.organization.groups.roles.list(group_id, query),
  },
  'POST /organization/groups/{group_id}/roles': {
    tool: 'create_group_role',
    send: (sdk, { group_id, ...body }) => sdk.admin.organization.groups.roles.create(group_id, body),
  },
  'GET /organization/groups/{group_id}/roles/{role_id}': {
    tool: 'get_group_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.groups.roles.retrieve(role_id, rest),
  },
  'DELETE /organization/groups/{group_id}/roles/{role_id}': {
    tool: 'delete_group_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.groups.roles.delete(role_id, rest),
  },
  'GET /organization/groups': {
    tool: 'list_groups',
    send: (sdk, query) => sdk.admin.organization.groups.list(query),
  },
  'POST /organization/groups': {
    tool: 'create_group',
    send: (sdk, body) => sdk.admin.organization.groups.create(body),
  },
  'GET /organization/groups/{group_id}': {
    tool: 'get_group',
    send: (sdk, call) => sdk.admin.organization.groups.retrieve(call.group_id),
  },
  'POST /organization/groups/{group_id}': {
    tool: 'update_group',
    send: (sdk, { group_id, ...body }) => sdk.admin.organization.groups.update(group_id, body),
  },
  'DELETE /organization/groups/{group_id}': {
    tool: 'delete_group',
    send: (sdk, call) => sdk.admin.organization.groups.delete(call.group_id),
  },
  'GET /organization/groups/{group_id}/users': {
    tool: 'list_group_users',
    send: (sdk, { group_id, ...query }) => sdk.admin.organization.groups.users.list(group_id, query),
  },
  'POST /organization/groups/{group_id}/users': {
    tool: 'create_group_user',
    send: (sdk, { group_id, ...body }) => sdk.admin.organization.groups.users.create(group_id, body),
  },
  'GET /organization/groups/{group_id}/users/{user_id}': {
    tool: 'get_group_user',
    send: (sdk, { user_id, ...rest }) => sdk.admin.organization.groups.users.retrieve(user_id, rest),
  },
  'DELETE /organization/groups/{group_id}/users/{user_id}': {
    tool: 'delete_group_user',
    send: (sdk, { user_id, ...rest }) => sdk.admin.organization.groups.users.delete(user_id, rest),
  },
  'GET /organization/invites': {
    tool: 'list_invites',
    send: (sdk, query) => sdk.admin.organization.invites.list(query),
  },
  'POST /organization/invites': {
    tool: 'create_invite',
    send: (sdk, body) => sdk.admin.organization.invites.create(body),
  },
  'GET /organization/invites/{invite_id}': {
    tool: 'get_invite',
    send: (sdk, call) => sdk.admin.organization.invites.retrieve(call.invite_id),
  },
  'DELETE /organization/invites/{invite_id}': {
    tool: 'delete_invite',
    send: (sdk, call) => sdk.admin.organization.invites.delete(call.invite_id),
  },
  'GET /projects/{project_id}/roles': {
    tool: 'list_project_roles',
    send: (sdk, { project_id, ...query }) => sdk.admin.organization.projects.roles.list(project_id, query),
  },
  'POST /projects/{project_id}/roles': {
    tool: 'create_project_role',
    send: (sdk, { project_id, ...body }) => sdk.admin.organization.projects.roles.create(project_id, body),
  },
  'GET /projects/{project_id}/roles/{role_id}': {
    tool: 'get_project_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.roles.retrieve(role_id, rest),
  },
  'POST /projects/{project_id}/roles/{role_id}': {
    tool: 'update_project_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.roles.update(role_id, rest),
  },
  'DELETE /projects/{project_id}/roles/{role_id}': {
    tool: 'delete_project_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.roles.delete(role_id, rest),
  },
  'GET /projects/{project_id}/users/{user_id}/roles': {
    tool: 'list_project_user_roles',
    send: (sdk, { user_id, ...rest }) => sdk.admin.organization.projects.users.roles.list(user_id, rest),
  },
  'POST /projects/{project_id}/users/{user_id}/roles': {
    tool: 'create_project_user_role',
    send: (sdk, { user_id, ...rest }) => sdk.admin.organization.projects.users.roles.create(user_id, rest),
  },
  'GET /projects/{project_id}/users/{user_id}/roles/{role_id}': {
    tool: 'get_project_user_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.users.roles.retrieve(role_id, rest),
  },
  'DELETE /projects/{project_id}/users/{user_id}/roles/{role_id}': {
    tool: 'delete_project_user_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.users.roles.delete(role_id, rest),
  },
  'GET /projects/{project_id}/groups/{group_id}/roles': {
    tool: 'list_project_group_roles',
    send: (sdk, { group_id, ...rest }) => sdk.admin.organization.projects.groups.roles.list(group_id, rest),
  },
  'POST /projects/{project_id}/groups/{group_id}/roles': {
    tool: 'create_project_group_role',
    send: (sdk, { group_id, ...rest }) => sdk.admin.organization.projects.groups.roles.create(group_id, rest),
  },
  'GET /projects/{project_id}/groups/{group_id}/roles/{role_id}': {
    tool: 'get_project_group_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.groups.roles.retrieve(role_id, rest),
  },
  'DELETE /projects/{project_id}/groups/{group_id}/roles/{role_id}': {
    tool: 'delete_project_group_role',
    send: (sdk, { role_id, ...rest }) => sdk.admin.organization.projects.groups.roles.delete(role_id, rest),
  },
  'GET /organization/projects/{project_id}/groups': {
    tool: 'list_project_groups',
    send: (sdk, { project_id, ...query }) => sdk.admin.organization.projects.groups.list(project_id, query),
  },
  'POST /organization/projects/{project_id}/groups': {
    tool: 'create_project_group',
    send: (sdk, { project_id, ...body }) => sdk.admin.organization.projects.groups.create(project_id, body),
  },
  'GET /organization/projects/{project_id}/groups/{group_id}': {
    tool: 'get_project_group',
    send: (sdk, { group_id, ...rest }) => sdk.admin.organization.projects.groups.retrieve(group_id, rest),
  },
  'DELETE /organization/projects/{project_id}/groups/{group_id}': {
    tool: 'delete_project_group',
    send: (sdk, { group_id, ...rest }) => sdk.admin.organization.projects.groups.delete(group_id, rest),
  },
} satisfies Partial<Record<FurtherOperation, Row>>;
