/** The operations on the roles of groups and users, in the organization and in a project. */
import * as z from 'zod';
import { operation, type Parent } from '../http/operation.ts';
import { paginateByToken, tokenRules } from '../http/paginate-by-token.ts';
import type { Principal } from '../organization/access.ts';
import { findGroup, findUser } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { findProjectUser } from '../organization/project-access.ts';
import { assignRole, findHeldRole, heldRoles, unassignRole } from '../organization/role-assignments.ts';
import type { RoleScope } from '../organization/roles.ts';
import type { User } from '../organization/user.ts';
import { toUser } from './users.ts';

/** Who holds roles, where, and how the answer to an assignment shows it. */
type Holder = { scope: RoleScope; principal: Principal; show: () => object };

type Level = {
  path:
    | '/organization/groups/{group_id}/roles'
    | '/organization/users/{user_id}/roles'
    | '/projects/{project_id}/groups/{group_id}/roles'
    | '/projects/{project_id}/users/{user_id}/roles';
  find: Parent<'project_id' | 'group_id' | 'user_id', Holder>['find'];
};

const projectOfGroup = projectWhereRolesOf('groups');
const projectOfUser = projectWhereRolesOf('members');

const LEVELS: readonly Level[] = [
  {
    path: '/organization/groups/{group_id}/roles',
    find: ({ organization, path }) => groupAsHolder(organization, undefined, path.group_id),
  },
  {
    path: '/organization/users/{user_id}/roles',
    find: ({ organization, path }) =>
      userAsHolder(organization, undefined, findUser(organization, path.user_id)),
  },
  {
    // A role in a project is what gives a group access to it.
    path: '/projects/{project_id}/groups/{group_id}/roles',
    find(request, purpose) {
      const project = projectOfGroup.find(request, purpose);
      return groupAsHolder(request.organization, project, request.path.group_id);
    },
  },
  {
    path: '/projects/{project_id}/users/{user_id}/roles',
    find(request, purpose) {
      const { organization, path } = request;
      const project = projectOfUser.find(request, purpose);
      return userAsHolder(organization, project, findProjectUser(organization, project, path.user_id));
    },
  },
];

export const roleAssignmentOperations = LEVELS.flatMap(({ path, find }) => {
  const parent = { key: 'admin', find } as const;
  return [
    operation({
      method: 'GET',
      path,
      parent,
      // The API states no default for the lists of assigned roles.
      query: tokenRules(1000, 1000),
      handle({ organization, parent: { scope, principal }, query }) {
        const roles = heldRoles(organization, scope, principal);
        return paginateByToken(query.order === 'asc' ? roles : roles.reverse(), query);
      },
    }),
    operation({
      method: 'POST',
      path,
      parent,
      body: z.strictObject({ role_id: z.string() }),
      handle({ organization, parent: { scope, principal, show }, body }) {
        const role = assignRole(organization, scope, principal, body.role_id);
        return { object: `${principal.type}.role`, [principal.type]: show(), role };
      },
    }),
    operation({
      method: 'GET',
      path: `${path}/{role_id}`,
      parent,
      handle: ({ organization, parent: { scope, principal }, path: { role_id } }) =>
        findHeldRole(heldRoles(organization, scope, principal), role_id),
    }),
    operation({
      method: 'DELETE',
      path: `${path}/{role_id}`,
      parent,
      handle({ organization, parent: { scope, principal }, path: { role_id } }) {
        unassignRole(organization, scope, principal, role_id);
        return { object: `${principal.type}.role.deleted`, deleted: true };
      },
    }),
  ];
});

function projectWhereRolesOf(holders: 'groups' | 'members') {
  const refused = `change the roles of ${holders}`;
  return projectInPath({ refusals: { change: refused, remove: refused } });
}

/** The answer shows a group with field names of its own. */
function groupAsHolder(organization: Organization, scope: RoleScope, groupId: string): Holder {
  const { id, name, created_at, is_scim_managed } = findGroup(organization, groupId);
  const shown = { object: 'group', id, name, created_at, scim_managed: is_scim_managed };
  return { scope, principal: { type: 'group', id }, show: () => shown };
}

function userAsHolder(organization: Organization, scope: RoleScope, user: User): Holder {
  return { scope, principal: { type: 'user', id: user.id }, show: () => toUser(organization, user) };
}
