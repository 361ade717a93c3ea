/** Owns the operations on the project roles of a user. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { heldRoleRules, paginateNext } from '../http/paginate-next.ts';
import { findManagedProject, findProject } from '../organization/lookup.ts';
import { findProjectUser } from '../organization/project-access.ts';
import { assignRole, findHeldRole, rolesOfUser, unassignRole } from '../organization/role-assignments.ts';
import { roleToAssign } from './role-rules.ts';
import { toUser } from './users.ts';

const refused = 'change the roles of members';

export const projectUserRoleOperations = [
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/users/{user_id}/roles',
    query: z.strictObject(heldRoleRules),
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const user = findProjectUser(organization, project, path.user_id);
      return paginateNext(rolesOfUser(organization, project, user), query, (role) => role.id, 'tokens only');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/projects/{project_id}/users/{user_id}/roles',
    body: roleToAssign,
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, refused);
      const user = findProjectUser(organization, project, path.user_id);
      const role = assignRole(organization, project, { type: 'user', id: user.id }, body.role_id);
      return { object: 'user.role', user: toUser(organization, user), role };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/projects/{project_id}/users/{user_id}/roles/{role_id}',
    handle({ organization, path }) {
      const project = findProject(organization, path.project_id);
      const user = findProjectUser(organization, project, path.user_id);
      return findHeldRole(rolesOfUser(organization, project, user), path.role_id);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/projects/{project_id}/users/{user_id}/roles/{role_id}',
    handle({ organization, path }) {
      const project = findManagedProject(organization, path.project_id, refused);
      const { id } = findProjectUser(organization, project, path.user_id);
      unassignRole(organization, project, { type: 'user', id }, path.role_id);
      return { object: 'user.role.deleted', deleted: true };
    },
  }),
];
