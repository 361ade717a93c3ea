/** Owns the operations of the organization's users. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules, list } from '../http/query-rules.ts';
import { findUser } from '../organization/lookup.ts';
import type { Organization, User } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';
import { dropAssignments, setOrganizationRole } from '../organization/role-assignments.ts';

export const userOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/users',
    query: z.strictObject({ ...cursorRules, emails: list(z.string()) }),
    handle({ organization, query }) {
      const wanted = query.emails?.map((email) => email.toLowerCase());
      const users = [...organization.users.values()].filter(
        (user) => wanted === undefined || wanted.includes(user.email.toLowerCase()),
      );
      const page = paginate(users, query);
      return { ...page, data: page.data.map((user) => toUser(organization, user)) };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/users/{user_id}',
    handle: ({ organization, path }) => toUser(organization, findUser(organization, path.user_id)),
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/users/{user_id}',
    body: z.strictObject({
      role: z.enum(['owner', 'reader']).nullish(),
      role_id: z.string().nullish(),
      technical_level: z.string().nullish(),
      developer_persona: z.string().nullish(),
    }),
    handle({ organization, path, body }) {
      const user = findUser(organization, path.user_id);
      if (body.role_id != null) setOrganizationRole(organization, user.id, body.role_id);
      user.role = body.role ?? user.role;
      if (body.technical_level !== undefined) user.technical_level = body.technical_level;
      if (body.developer_persona !== undefined) user.developer_persona = body.developer_persona;
      recordEvent(organization, 'user.updated', {
        id: user.id,
        changes_requested: requestedChanges({ role: body.role }),
      });
      return toUser(organization, user);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/users/{user_id}',
    handle({ organization, path }) {
      const { id } = findUser(organization, path.user_id);
      for (const project of organization.projects.values()) project.members.delete(id);
      for (const group of organization.access.groups.values()) group.members.delete(id);
      dropAssignments(organization, { type: 'user', id });
      organization.users.delete(id);
      recordEvent(organization, 'user.deleted', { id });
      return { id, object: 'organization.user.deleted', deleted: true };
    },
  }),
];

/** A user with its projects, as every answer about one shows it. */
export function toUser(organization: Organization, user: User) {
  const memberships = [...organization.projects.values()].flatMap((project) => {
    const member = project.members.get(user.id);
    const listed = member !== undefined && project.archived_at === null;
    return listed ? [{ id: project.id, name: project.name, role: member.role }] : [];
  });
  return {
    object: 'organization.user',
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    added_at: user.added_at,
    created: user.created,
    api_key_last_used_at: user.api_key_last_used_at,
    technical_level: user.technical_level,
    developer_persona: user.developer_persona,
    is_default: false,
    is_scale_tier_authorized_purchaser: user.role === 'owner',
    is_scim_managed: false,
    is_service_account: false,
    projects: { object: 'list', data: memberships },
    user: {
      object: 'user',
      id: user.id,
      name: user.name,
      email: user.email,
      picture: null,
      enabled: true,
      banned: false,
      banned_at: null,
    },
  };
}
