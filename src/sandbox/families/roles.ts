/** The operations of the roles of the organization and of its projects. */
import * as z from 'zod';
import { operation, type Parent } from '../http/operation.ts';
import { paginateByToken, tokenRules } from '../http/paginate-by-token.ts';
import { projectInPath } from '../organization/parents.ts';
import {
  createRole,
  deleteRole,
  findRole,
  type RoleScope,
  rolesIn,
  updateRole,
} from '../organization/roles.ts';

type Level = {
  path: '/organization/roles' | '/projects/{project_id}/roles';
  parent: Parent<'project_id', RoleScope>;
};

const LEVELS: readonly Level[] = [
  { path: '/organization/roles', parent: { key: 'admin', find: () => undefined } },
  { path: '/projects/{project_id}/roles', parent: projectInPath() },
];

export const roleOperations = LEVELS.flatMap(({ path, parent }) => [
  operation({
    method: 'GET',
    path,
    parent,
    query: tokenRules(1000, 1000),
    handle({ organization, parent: scope, query }) {
      const roles = rolesIn(organization, scope);
      return paginateByToken(query.order === 'asc' ? roles : roles.reverse(), query);
    },
  }),
  operation({
    method: 'POST',
    path,
    parent,
    body: z.strictObject({
      role_name: z.string().min(1),
      permissions: z.array(z.string().min(1)),
      description: z.string().nullish(),
    }),
    handle: ({ organization, parent: scope, body }) => createRole(organization, scope, body),
  }),
  operation({
    method: 'GET',
    path: `${path}/{role_id}`,
    parent,
    handle: (call) => findRole(call.organization, call.parent, call.path.role_id),
  }),
  operation({
    method: 'POST',
    path: `${path}/{role_id}`,
    parent,
    body: z.strictObject({
      role_name: z.string().min(1).nullish(),
      permissions: z.array(z.string().min(1)).nullish(),
      description: z.string().nullish(),
    }),
    handle: (call) => updateRole(call.organization, call.parent, call.path.role_id, call.body),
  }),
  operation({
    method: 'DELETE',
    path: `${path}/{role_id}`,
    parent,
    handle: (call) => deleteRole(call.organization, call.parent, call.path.role_id),
  }),
]);
