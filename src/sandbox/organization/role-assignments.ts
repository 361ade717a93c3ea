/** Who holds which role, directly or through a group, and how roles are given and taken. */
import { badRequest, notFound } from '../http/api-fault.ts';
import { assignmentId, type Principal } from './access.ts';
import { findUser } from './lookup.ts';
import type { Organization, Project } from './organization.ts';
import { groupsOf } from './project-access.ts';
import { recordEvent } from './record-event.ts';
import { findRole, predefinedRoleId, type Role, type RoleScope, resource, rolesIn } from './roles.ts';

/**
 * Ids of the roles that a principal holds itself, those of other projects among them: an id belongs to one
 * scope only. A user's plain role counts as the predefined role of its name.
 */
function directRoleIds(organization: Organization, scope: RoleScope, principal: Principal): string[] {
  const ids = [...organization.access.roleAssignments.values()]
    .filter((assignment) => assignment.principal.id === principal.id)
    .map((assignment) => assignment.role_id);
  const plain = principal.type === 'user' ? plainRole(organization, scope, principal.id) : undefined;
  return plain === undefined ? ids : [predefinedRoleId(organization, scope, plain), ...ids];
}

function plainRole(organization: Organization, scope: RoleScope, userId: string): string | undefined {
  return scope === undefined ? organization.users.get(userId)?.role : scope.members.get(userId)?.role;
}

/** The roles that a principal holds, a user also through its groups, in the form in which assignments are listed. */
export function heldRoles(organization: Organization, scope: RoleScope, principal: Principal) {
  const groups = principal.type === 'user' ? groupsOf(organization, principal.id) : [];
  const principals = [principal, ...groups.map(({ id }): Principal => ({ type: 'group', id }))];
  const sources = principals.map((source) => ({
    source,
    roleIds: directRoleIds(organization, scope, source),
  }));
  return rolesIn(organization, scope).flatMap((role) => {
    const from = sources.filter(({ roleIds }) => roleIds.includes(role.id)).map(({ source }) => source);
    return from.length === 0 ? [] : [toHeldRole(organization, role, from)];
  });
}

function toHeldRole(organization: Organization, role: Role, sources: readonly Principal[]) {
  const { object: _, ...fields } = role;
  const custom = organization.access.customRoles.get(role.id);
  const creator = custom?.created_by;
  return {
    ...fields,
    created_at: custom?.created_at ?? null,
    updated_at: custom?.updated_at ?? null,
    created_by: creator?.id ?? null,
    created_by_user_obj:
      creator === undefined ? null : { id: creator.id, name: creator.name, email: creator.email },
    metadata: {},
    assignment_sources: sources.map(({ type, id }) => ({ principal_type: type, principal_id: id })),
  };
}

/** One of the roles that `heldRoles` gave; 404 where it is not among them. */
export function findHeldRole<Held extends { id: string }>(held: readonly Held[], id: string): Held {
  const role = held.find((candidate) => candidate.id === id);
  if (role === undefined) throw notFound('role assigned here', id);
  return role;
}

/** Gives a role. 404 where the scope has no such role, 400 where the principal has it already. */
export function assignRole(
  organization: Organization,
  scope: RoleScope,
  principal: Principal,
  roleId: string,
): Role {
  const role = findRole(organization, scope, roleId);
  const plain = principal.type === 'user' && role.predefined_role;
  // Owners have what readers and members have, so giving them the lower plain role gives nothing.
  const included = plain && role.name !== 'owner' && plainRole(organization, scope, principal.id) === 'owner';
  if (included || directRoleIds(organization, scope, principal).includes(roleId)) {
    const message = `The role '${role.name}' is already assigned to this ${principal.type}.`;
    throw badRequest(message, 'role_id', 'role_already_assigned');
  }
  if (plain) {
    setPlainRole(organization, scope, principal.id, role.name === 'owner');
  } else {
    organization.access.roleAssignments.set(assignmentId(principal, roleId), {
      principal,
      role_id: roleId,
      project_id: scope?.id ?? null,
      created_at: organization.now(),
    });
  }
  recordAssignment(organization, 'role.assignment.created', scope, principal, roleId);
  return role;
}

/** What changing a user to a role means: a predefined one becomes the plain role, a custom one is added. */
export function setOrganizationRole(organization: Organization, userId: string, roleId: string): void {
  const principal: Principal = { type: 'user', id: userId };
  const { predefined_role, name } = findRole(organization, undefined, roleId);
  if (predefined_role) setPlainRole(organization, undefined, userId, name === 'owner');
  else if (!directRoleIds(organization, undefined, principal).includes(roleId)) {
    assignRole(organization, undefined, principal, roleId);
  }
}

/**
 * Takes a role back. 404 where the principal does not hold it itself. A user always keeps the lowest plain
 * role, so taking `owner` leaves `reader` or `member`, and taking one of those is refused with 400.
 */
export function unassignRole(
  organization: Organization,
  scope: RoleScope,
  principal: Principal,
  roleId: string,
): void {
  const role = findRole(organization, scope, roleId);
  if (!directRoleIds(organization, scope, principal).includes(roleId)) {
    throw notFound(`role assigned directly to this ${principal.type}`, roleId);
  }
  if (principal.type === 'user' && role.predefined_role) {
    if (role.name !== 'owner') {
      const message = `The default role '${role.name}' cannot be unassigned. Remove the user instead.`;
      throw badRequest(message, 'role_id', 'default_role');
    }
    setPlainRole(organization, scope, principal.id, false);
  } else {
    organization.access.roleAssignments.delete(assignmentId(principal, roleId));
  }
  recordAssignment(organization, 'role.assignment.deleted', scope, principal, roleId);
}

/** Forgets what a principal that ceases to exist was given, in one project or, without a scope, everywhere. */
export function dropAssignments(organization: Organization, principal: Principal, project?: Project): void {
  const { roleAssignments } = organization.access;
  for (const [key, assignment] of roleAssignments) {
    const here = project === undefined || assignment.project_id === project.id;
    if (here && assignment.principal.id === principal.id) roleAssignments.delete(key);
  }
}

function setPlainRole(organization: Organization, scope: RoleScope, userId: string, owner: boolean): void {
  if (scope === undefined) {
    findUser(organization, userId).role = owner ? 'owner' : 'reader';
    return;
  }
  const member = scope.members.get(userId);
  const role = owner ? 'owner' : 'member';
  if (member === undefined) {
    scope.members.set(userId, { user_id: userId, role, added_at: organization.now() });
  } else {
    member.role = role;
  }
}

function recordAssignment(
  organization: Organization,
  type: 'role.assignment.created' | 'role.assignment.deleted',
  scope: RoleScope,
  principal: Principal,
  roleId: string,
): void {
  recordEvent(organization, type, {
    id: assignmentId(principal, roleId),
    principal_id: principal.id,
    principal_type: principal.type,
    ...resource(organization, scope),
  });
}
