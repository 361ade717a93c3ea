/** The operations of the organization's users. */
import * as z from 'zod';
import { cursorRules, list } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { requestedChanges } from '../organization/record-event.ts';
import { dropAssignments, setOrganizationRole } from '../organization/role-assignments.ts';
import type { User } from '../organization/user.ts';

const users = resource({
  path: '/organization/users/{user_id}',
  parent: wholeOrganization,
  what: 'user',
  rows: ({ organization }) => organization.users,
  show: (user, { organization }) => toUser(organization, user),
});

export const userOperations = [
  users.list({
    query: z.strictObject({ ...cursorRules, emails: list(z.string()) }),
    where: ({ email }, { query: { emails } }) =>
      emails === undefined || emails.some((wanted) => wanted.toLowerCase() === email.toLowerCase()),
  }),
  users.get(),
  users.change({
    body: z.strictObject({
      role: z.enum(['owner', 'reader']).nullish(),
      role_id: z.string().nullish(),
      technical_level: z.string().nullish(),
      developer_persona: z.string().nullish(),
    }),
    apply(user, { organization, body }) {
      if (body.role_id != null) setOrganizationRole(organization, user.id, body.role_id);
      user.role = body.role ?? user.role;
      if (body.technical_level !== undefined) user.technical_level = body.technical_level;
      if (body.developer_persona !== undefined) user.developer_persona = body.developer_persona;
    },
    event: 'user.updated',
    payload: ({ id }, { role }) => ({ id, changes_requested: requestedChanges({ role }) }),
  }),
  users.remove({
    before({ id }, { organization }) {
      for (const project of organization.projects.values()) project.members.delete(id);
      for (const group of organization.access.groups.values()) group.members.delete(id);
      dropAssignments(organization, { type: 'user', id });
    },
    answer: 'organization.user.deleted',
    event: 'user.deleted',
  }),
];

/** Of all keys that they have, and of those that are gone. */
function keyLastUsed(organization: Organization, user: User): number | null {
  const keys = [...organization.projects.values()].flatMap((project) => [...project.apiKeys.values()]);
  const used = keys.filter(({ owner }) => owner.id === user.id).flatMap(({ last_used_at: at }) => at ?? []);
  return used.length === 0 ? user.api_key_last_used_at : Math.max(...used, user.api_key_last_used_at ?? 0);
}

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
    api_key_last_used_at: keyLastUsed(organization, user),
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
