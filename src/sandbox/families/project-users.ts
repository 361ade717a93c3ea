/** Owns the operations on who belongs to a project. */
import * as z from 'zod';
import { badRequest, notFound } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules } from '../http/query-rules.ts';
import { find, findActiveProject, findManagedProject, findProject } from '../organization/lookup.ts';
import type { Organization, Project, ProjectMember, User } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';
import { dropAssignments } from '../organization/role-assignments.ts';

const role = z.enum(['owner', 'member']);

export const projectUserOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/users',
    query: z.strictObject(cursorRules),
    handle({ organization, path, query }) {
      const project = findActiveProject(organization, path.project_id);
      const members = [...project.members.values()].map((member) => toProjectUser(organization, member));
      return paginate(members, query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/users',
    body: z.strictObject({ user_id: z.string().nullish(), email: z.string().nullish(), role }),
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, 'take members');
      const user = findNewMember(organization, body);
      if (project.members.has(user.id)) {
        throw badRequest(
          `User '${user.id}' is already a member of this project.`,
          'user_id',
          'user_already_in_project',
        );
      }
      const member: ProjectMember = { user_id: user.id, role: body.role, added_at: organization.now() };
      project.members.set(user.id, member);
      recordEvent(organization, 'user.added', { id: user.id, data: { role: body.role } });
      return toProjectUser(organization, member);
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/users/{user_id}',
    handle({ organization, path }) {
      const project = findProject(organization, path.project_id);
      return toProjectUser(organization, findMember(project, path.user_id));
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/users/{user_id}',
    body: z.strictObject({ role: role.nullish() }),
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, 'change the roles of members');
      const member = findMember(project, path.user_id);
      member.role = body.role ?? member.role;
      recordEvent(organization, 'user.updated', {
        id: member.user_id,
        changes_requested: { role: member.role },
      });
      return toProjectUser(organization, member);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/projects/{project_id}/users/{user_id}',
    handle({ organization, path }) {
      const project = findManagedProject(organization, path.project_id, 'lose members');
      const { user_id: id } = findMember(project, path.user_id);
      project.members.delete(id);
      dropAssignments(organization, { type: 'user', id }, project);
      recordEvent(organization, 'user.deleted', { id });
      return { id, object: 'organization.project.user.deleted', deleted: true };
    },
  }),
];

function findMember(project: Project, userId: string): ProjectMember {
  return find(project.members, 'user in this project', userId);
}

function findNewMember(
  organization: Organization,
  body: { user_id?: string | null | undefined; email?: string | null | undefined },
): User {
  if ((body.user_id == null) === (body.email == null)) {
    throw badRequest("Give one of 'user_id' and 'email'.", 'user_id', 'missing_required_parameter');
  }
  for (const user of organization.users.values()) {
    if (user.id === body.user_id || (body.email != null && sameEmail(user.email, body.email))) return user;
  }
  throw notFound('user of this organization', body.user_id ?? body.email ?? '');
}

function sameEmail(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function toProjectUser(organization: Organization, member: ProjectMember) {
  const user = find(organization.users, 'user', member.user_id);
  return {
    object: 'organization.project.user',
    id: user.id,
    name: user.name,
    email: user.email,
    role: member.role,
    added_at: member.added_at,
  };
}
