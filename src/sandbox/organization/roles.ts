/** Which roles exist in the organization and in each project, and how the custom ones change. */
import { badRequest, notFound } from '../http/api-fault.ts';
import type { CustomRole } from './access.ts';
import type { Organization, Project } from './organization.ts';
import { PREDEFINED_ORGANIZATION_ROLES, PREDEFINED_PROJECT_ROLES } from './predefined-roles.ts';
import { recordEvent } from './record-event.ts';

/** Undefined: the organization itself. */
export type RoleScope = Project | undefined;

export type Role = {
  object: 'role';
  id: string;
  name: string;
  description: string | null;
  permissions: string[];
  predefined_role: boolean;
  resource_type: 'api.organization' | 'api.project';
};

/** The id of the predefined role that a plain role name such as `owner` stands for. */
export function predefinedRoleId(organization: Organization, scope: RoleScope, name: string): string {
  return scope === undefined
    ? `role-api-organization-${name}__api-organization__${organization.id}`
    : `role-api-project-${name}__api-project__${scope.id}`;
}

/** Predefined roles first, then the custom ones, oldest first. */
export function rolesIn(organization: Organization, scope: RoleScope): Role[] {
  const predefined = scope === undefined ? PREDEFINED_ORGANIZATION_ROLES : PREDEFINED_PROJECT_ROLES;
  return [
    ...predefined.map(
      ({ name, description, permissions }): Role => ({
        object: 'role',
        id: predefinedRoleId(organization, scope, name),
        name,
        description,
        permissions,
        predefined_role: true,
        resource_type: resourceType(scope),
      }),
    ),
    ...customRolesIn(organization, scope).map(toRole),
  ];
}

/** 404 where the role does not exist or belongs to another scope. */
export function findRole(organization: Organization, scope: RoleScope, id: string): Role {
  const role = rolesIn(organization, scope).find((candidate) => candidate.id === id);
  if (role === undefined) throw notFound(roleWords(scope), id);
  return role;
}

/** Defines a role. 400 where another role of the same scope has this name. */
export function createRole(
  organization: Organization,
  scope: RoleScope,
  fields: { role_name: string; permissions: string[]; description?: string | null | undefined },
): Role {
  refuseTakenName(organization, scope, fields.role_name);
  const created_at = organization.now();
  const role: CustomRole = {
    id: `role_${organization.random.characters(24)}`,
    name: fields.role_name,
    description: fields.description ?? null,
    permissions: unique(fields.permissions),
    project_id: scope?.id ?? null,
    created_at,
    updated_at: created_at,
    created_by: organization.adminKey.owner,
  };
  organization.access.customRoles.set(role.id, role);
  recordEvent(organization, 'role.created', {
    id: role.id,
    role_name: role.name,
    permissions: role.permissions,
    ...resource(organization, scope),
  });
  return toRole(role);
}

/** Changes a custom role; what is left out stays, and a null clears the description alone. */
export function updateRole(
  organization: Organization,
  scope: RoleScope,
  id: string,
  changes: {
    role_name?: string | null | undefined;
    permissions?: string[] | null | undefined;
    description?: string | null | undefined;
  },
): Role {
  const role = findCustomRole(organization, scope, id, 'changed');
  if (changes.role_name != null && changes.role_name !== role.name) {
    refuseTakenName(organization, scope, changes.role_name);
  }
  const before = role.permissions;
  role.name = changes.role_name ?? role.name;
  role.permissions = changes.permissions == null ? before : unique(changes.permissions);
  if (changes.description !== undefined) role.description = changes.description;
  role.updated_at = organization.now();
  recordEvent(organization, 'role.updated', {
    id: role.id,
    changes_requested: {
      ...(changes.role_name != null && { role_name: changes.role_name }),
      ...(changes.description != null && { description: changes.description }),
      ...(changes.permissions != null && {
        permissions_added: role.permissions.filter((permission) => !before.includes(permission)),
        permissions_removed: before.filter((permission) => !role.permissions.includes(permission)),
      }),
      ...resource(organization, scope),
    },
  });
  return toRole(role);
}

/** Ends a custom role; who held it holds it no longer. */
export function deleteRole(organization: Organization, scope: RoleScope, id: string) {
  findCustomRole(organization, scope, id, 'deleted');
  const { customRoles, roleAssignments } = organization.access;
  for (const [key, assignment] of roleAssignments) if (assignment.role_id === id) roleAssignments.delete(key);
  customRoles.delete(id);
  recordEvent(organization, 'role.deleted', { id });
  return { id, object: 'role.deleted', deleted: true };
}

/** How the audit log names the thing that a role is about. */
export function resource(organization: Organization, scope: RoleScope) {
  return { resource_id: scope?.id ?? organization.id, resource_type: resourceType(scope) };
}

function findCustomRole(
  organization: Organization,
  scope: RoleScope,
  id: string,
  refused: string,
): CustomRole {
  const { name } = findRole(organization, scope, id);
  const role = organization.access.customRoles.get(id);
  if (role === undefined) {
    throw badRequest(`The predefined role '${name}' cannot be ${refused}.`, 'role_id', 'predefined_role');
  }
  return role;
}

function refuseTakenName(organization: Organization, scope: RoleScope, name: string): void {
  if (rolesIn(organization, scope).some((role) => role.name === name)) {
    throw badRequest(`A role named '${name}' already exists.`, 'role_name', 'role_name_taken');
  }
}

function customRolesIn(organization: Organization, scope: RoleScope): CustomRole[] {
  const projectId = scope?.id ?? null;
  return [...organization.access.customRoles.values()].filter((role) => role.project_id === projectId);
}

function toRole({ id, name, description, permissions, project_id }: CustomRole): Role {
  return {
    object: 'role',
    id,
    name,
    description,
    permissions,
    predefined_role: false,
    resource_type: project_id === null ? 'api.organization' : 'api.project',
  };
}

function resourceType(scope: RoleScope): Role['resource_type'] {
  return scope === undefined ? 'api.organization' : 'api.project';
}

function roleWords(scope: RoleScope): string {
  return scope === undefined ? 'role in this organization' : 'role in this project';
}

function unique(permissions: readonly string[]): string[] {
  return [...new Set(permissions)];
}
