/** The operations on who belongs to a project. */
import * as z from 'zod';
import { badRequest, notFound } from '../http/api-fault.ts';
import { cursorRules } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { findUser } from '../organization/lookup.ts';
import type { Organization, ProjectMember } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { recordEvent } from '../organization/record-event.ts';
import { dropAssignments } from '../organization/role-assignments.ts';
import type { User } from '../organization/user.ts';

const role = z.enum(['owner', 'member']);

const members = resource({
  path: '/organization/projects/{project_id}/users/{user_id}',
  parent: projectInPath({
    lists: 'active',
    refusals: { create: 'take members', change: 'change the roles of members', remove: 'lose members' },
  }),
  what: 'user in this project',
  rows: ({ parent: project }) => project.members,
  show: toProjectUser,
});

export const projectUserOperations = [
  members.list({ query: z.strictObject(cursorRules) }),
  members.add({
    body: z.strictObject({ user_id: z.string().nullish(), email: z.string().nullish(), role }),
    handle(call) {
      const { organization, parent: project, body } = call;
      const user = findNewMember(organization, body);
      if (project.members.has(user.id)) {
        const message = `User '${user.id}' is already a member of this project.`;
        throw badRequest(message, 'user_id', 'user_already_in_project');
      }
      const member: ProjectMember = { user_id: user.id, role: body.role, added_at: organization.now() };
      project.members.set(user.id, member);
      recordEvent(organization, 'user.added', { id: user.id, data: { role: body.role } });
      return toProjectUser(member, call);
    },
  }),
  members.get(),
  members.change({
    body: z.strictObject({ role: role.nullish() }),
    apply(member, { body }) {
      member.role = body.role ?? member.role;
    },
    event: 'user.updated',
    payload: (member) => ({ id: member.user_id, changes_requested: { role: member.role } }),
  }),
  members.remove({
    before: ({ user_id: id }, { organization, parent: project }) =>
      dropAssignments(organization, { type: 'user', id }, project),
    answer: 'organization.project.user.deleted',
    event: 'user.deleted',
  }),
];

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

function toProjectUser(member: ProjectMember, { organization }: { organization: Organization }) {
  const user = findUser(organization, member.user_id);
  return {
    object: 'organization.project.user',
    id: user.id,
    name: user.name,
    email: user.email,
    role: member.role,
    added_at: member.added_at,
  };
}
