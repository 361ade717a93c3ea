/** Owns the operations on who belongs to a group. The audit log has no event for them. */
import * as z from 'zod';
import { badRequest, notFound } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { nextRules, paginateNext } from '../http/paginate-next.ts';
import type { Group } from '../organization/access.ts';
import { findEditableGroup, findGroup } from '../organization/find-group.ts';
import { findUser } from '../organization/lookup.ts';
import type { Organization, User } from '../organization/organization.ts';

export const groupUserOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/groups/{group_id}/users',
    // Newest members first, unless asked otherwise.
    query: z.strictObject(nextRules(1000, 100, 'desc')),
    handle({ organization, path, query }) {
      const { members } = findGroup(organization, path.group_id);
      const users = [...members.keys()].map((id) => {
        const { name, email } = findUser(organization, id);
        return { id, name, email };
      });
      return paginateNext(users, query, (user) => user.id, 'tokens and ids');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/groups/{group_id}/users',
    body: z.strictObject({ user_id: z.string() }),
    handle({ organization, path, body }) {
      const group = findEditableGroup(organization, path.group_id);
      const { id } = findUser(organization, body.user_id);
      if (group.members.has(id)) {
        throw badRequest(`User '${id}' is already in this group.`, 'user_id', 'user_already_in_group');
      }
      group.members.set(id, organization.now());
      return { object: 'group.user', user_id: id, group_id: group.id };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/groups/{group_id}/users/{user_id}',
    handle({ organization, path }) {
      const user = findGroupUser(organization, findGroup(organization, path.group_id), path.user_id);
      const { id, name, email } = user;
      return { id, name, email, picture: null, is_service_account: false, user_type: 'user' };
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/groups/{group_id}/users/{user_id}',
    handle({ organization, path }) {
      const group = findEditableGroup(organization, path.group_id);
      const { id } = findGroupUser(organization, group, path.user_id);
      group.members.delete(id);
      return { object: 'group.user.deleted', deleted: true };
    },
  }),
];

function findGroupUser(organization: Organization, group: Group, id: string): User {
  if (!group.members.has(id)) throw notFound('user in this group', id);
  return findUser(organization, id);
}
