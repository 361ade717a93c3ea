/** Owns the operations on the project roles of a group. A role in a project is what gives a group access to it. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { heldRoleRules, paginateNext } from '../http/paginate-next.ts';
import { findGroup } from '../organization/find-group.ts';
import { findManagedProject, findProject } from '../organization/lookup.ts';
import { assignRole, findHeldRole, rolesOfGroup, unassignRole } from '../organization/role-assignments.ts';
import { toRoleHolder } from './group-roles.ts';
import { roleToAssign } from './role-rules.ts';

const refused = 'change the roles of groups';

export const projectGroupRoleOperations = [
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/groups/{group_id}/roles',
    query: z.strictObject(heldRoleRules),
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const roles = rolesOfGroup(organization, project, findGroup(organization, path.group_id));
      return paginateNext(roles, query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/projects/{project_id}/groups/{group_id}/roles',
    body: roleToAssign,
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, refused);
      const group = findGroup(organization, path.group_id);
      const role = assignRole(organization, project, { type: 'group', id: group.id }, body.role_id);
      return { object: 'group.role', group: toRoleHolder(group), role };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/groups/{group_id}/roles/{role_id}',
    handle({ organization, path }) {
      const project = findProject(organization, path.project_id);
      const group = findGroup(organization, path.group_id);
      return findHeldRole(rolesOfGroup(organization, project, group), path.role_id);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/projects/{project_id}/groups/{group_id}/roles/{role_id}',
    handle({ organization, path }) {
      const project = findManagedProject(organization, path.project_id, refused);
      const { id } = findGroup(organization, path.group_id);
      unassignRole(organization, project, { type: 'group', id }, path.role_id);
      return { object: 'group.role.deleted', deleted: true };
    },
  }),
];
