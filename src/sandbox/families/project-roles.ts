/** Owns the operations of a project's roles. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { nextRules, paginateNext } from '../http/paginate-next.ts';
import { findActiveProject, findProject } from '../organization/lookup.ts';
import { createRole, deleteRole, findRole, rolesIn, updateRole } from '../organization/roles.ts';
import { changedRole, newRole } from './role-rules.ts';

export const projectRoleOperations = [
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/roles',
    query: z.strictObject(nextRules(1000, 1000)),
    handle({ organization, path, query }) {
      const roles = rolesIn(organization, findProject(organization, path.project_id));
      return paginateNext(roles, query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/projects/{project_id}/roles',
    body: newRole,
    handle: ({ organization, path, body }) =>
      createRole(organization, findActiveProject(organization, path.project_id), body),
  }),
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/roles/{role_id}',
    handle: ({ organization, path }) =>
      findRole(organization, findProject(organization, path.project_id), path.role_id),
  }),
  adminOperation({
    method: 'POST',
    path: '/projects/{project_id}/roles/{role_id}',
    body: changedRole,
    handle: ({ organization, path, body }) =>
      updateRole(organization, findActiveProject(organization, path.project_id), path.role_id, body),
  }),
  adminOperation({
    method: 'DELETE',
    path: '/projects/{project_id}/roles/{role_id}',
    handle: ({ organization, path }) =>
      deleteRole(organization, findActiveProject(organization, path.project_id), path.role_id),
  }),
];
