/** Owns the operations on the organization roles of a user. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { heldRoleRules, paginateNext } from '../http/paginate-next.ts';
import { findUser } from '../organization/lookup.ts';
import { assignRole, findHeldRole, rolesOfUser, unassignRole } from '../organization/role-assignments.ts';
import { roleToAssign } from './role-rules.ts';
import { toUser } from './users.ts';

export const userRoleOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/users/{user_id}/roles',
    query: z.strictObject(heldRoleRules),
    handle({ organization, path, query }) {
      const roles = rolesOfUser(organization, undefined, findUser(organization, path.user_id));
      return paginateNext(roles, query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/users/{user_id}/roles',
    body: roleToAssign,
    handle({ organization, path, body }) {
      const user = findUser(organization, path.user_id);
      const role = assignRole(organization, undefined, { type: 'user', id: user.id }, body.role_id);
      return { object: 'user.role', user: toUser(organization, user), role };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/users/{user_id}/roles/{role_id}',
    handle({ organization, path }) {
      const user = findUser(organization, path.user_id);
      return findHeldRole(rolesOfUser(organization, undefined, user), path.role_id);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/users/{user_id}/roles/{role_id}',
    handle({ organization, path }) {
      const { id } = findUser(organization, path.user_id);
      unassignRole(organization, undefined, { type: 'user', id }, path.role_id);
      return { object: 'user.role.deleted', deleted: true };
    },
  }),
];
