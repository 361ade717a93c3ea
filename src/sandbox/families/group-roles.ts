/** Owns the operations on the organization roles of a group. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { heldRoleRules, paginateNext } from '../http/paginate-next.ts';
import type { Group } from '../organization/access.ts';
import { findGroup } from '../organization/find-group.ts';
import { assignRole, findHeldRole, rolesOfGroup, unassignRole } from '../organization/role-assignments.ts';
import { roleToAssign } from './role-rules.ts';

export const groupRoleOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/groups/{group_id}/roles',
    query: z.strictObject(heldRoleRules),
    handle({ organization, path, query }) {
      const roles = rolesOfGroup(organization, undefined, findGroup(organization, path.group_id));
      return paginateNext(roles, query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/groups/{group_id}/roles',
    body: roleToAssign,
    handle({ organization, path, body }) {
      const group = findGroup(organization, path.group_id);
      const role = assignRole(organization, undefined, { type: 'group', id: group.id }, body.role_id);
      return { object: 'group.role', group: toRoleHolder(group), role };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/groups/{group_id}/roles/{role_id}',
    handle({ organization, path }) {
      const group = findGroup(organization, path.group_id);
      return findHeldRole(rolesOfGroup(organization, undefined, group), path.role_id);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/groups/{group_id}/roles/{role_id}',
    handle({ organization, path }) {
      const { id } = findGroup(organization, path.group_id);
      unassignRole(organization, undefined, { type: 'group', id }, path.role_id);
      return { object: 'group.role.deleted', deleted: true };
    },
  }),
];

/** A group as the answer to an assignment shows it, with field names of its own. */
export function toRoleHolder({ id, name, created_at, is_scim_managed }: Group) {
  return { object: 'group', id, name, created_at, scim_managed: is_scim_managed };
}
