/** Owns the operations of the organization's roles. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { nextRules, paginateNext } from '../http/paginate-next.ts';
import { createRole, deleteRole, findRole, rolesIn, updateRole } from '../organization/roles.ts';
import { changedRole, newRole } from './role-rules.ts';

export const roleOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/roles',
    query: z.strictObject(nextRules(1000, 1000)),
    handle({ organization, query }) {
      return paginateNext(rolesIn(organization, undefined), query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/roles',
    body: newRole,
    handle: ({ organization, body }) => createRole(organization, undefined, body),
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/roles/{role_id}',
    handle: ({ organization, path }) => findRole(organization, undefined, path.role_id),
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/roles/{role_id}',
    body: changedRole,
    handle: ({ organization, path, body }) => updateRole(organization, undefined, path.role_id, body),
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/roles/{role_id}',
    handle: ({ organization, path }) => deleteRole(organization, undefined, path.role_id),
  }),
];
