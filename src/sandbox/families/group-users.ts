/** The operations on who belongs to a group. The audit log has no event for them. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { paginateByTokenOrId, tokenRules } from '../http/paginate-by-token.ts';
import { resource } from '../http/resource-operations.ts';
import { findUser } from '../organization/lookup.ts';
import { groups } from './groups.ts';

const groupUsers = resource({
  path: '/organization/groups/{group_id}/users/{user_id}',
  parent: groups.item,
  what: 'user in this group',
  rows: ({ organization, parent: group }) =>
    new Map([...group.members.keys()].map((id) => [id, findUser(organization, id)])),
  show: ({ id, name, email }) => ({
    id,
    name,
    email,
    picture: null,
    is_service_account: false,
    user_type: 'user',
  }),
});

export const groupUserOperations = [
  groupUsers.list({
    // Newest members first, unless asked otherwise.
    query: tokenRules(1000, 100, 'desc'),
    page: paginateByTokenOrId,
    show: ({ id, name, email }) => ({ id, name, email }),
  }),
  groupUsers.add({
    body: z.strictObject({ user_id: z.string() }),
    handle({ organization, parent: group, body }) {
      const { id } = findUser(organization, body.user_id);
      if (group.members.has(id)) {
        throw badRequest(`User '${id}' is already in this group.`, 'user_id', 'user_already_in_group');
      }
      group.members.set(id, organization.now());
      return { object: 'group.user', user_id: id, group_id: group.id };
    },
  }),
  groupUsers.get(),
  groupUsers.remove({
    before: ({ id }, { parent: group }) => group.members.delete(id),
    answer: () => ({ object: 'group.user.deleted', deleted: true }),
  }),
];
