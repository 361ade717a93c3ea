/** Owns the operations of the organization's groups. */
import * as z from 'zod';
import { adminOperation } from '../http/operation.ts';
import { nextRules, paginateNext } from '../http/paginate-next.ts';
import type { Group } from '../organization/access.ts';
import { findEditableGroup, findGroup } from '../organization/find-group.ts';
import { recordEvent } from '../organization/record-event.ts';
import { dropAssignments } from '../organization/role-assignments.ts';

const name = z.string().min(1).max(255);

export const groupOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/groups',
    query: z.strictObject(nextRules(1000, 100)),
    handle({ organization, query }) {
      const groups = [...organization.access.groups.values()].map(toGroup);
      return paginateNext(groups, query, (group) => group.id, 'tokens and ids');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/groups',
    body: z.strictObject({ name }),
    handle({ organization, body }) {
      const group: Group = {
        id: `group_${organization.random.characters(24)}`,
        name: body.name,
        created_at: organization.now(),
        group_type: 'group',
        is_scim_managed: false,
        members: new Map(),
      };
      organization.access.groups.set(group.id, group);
      recordEvent(organization, 'group.created', { id: group.id, data: { group_name: group.name } });
      return toGroup(group);
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/groups/{group_id}',
    handle: ({ organization, path }) => toGroup(findGroup(organization, path.group_id)),
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/groups/{group_id}',
    body: z.strictObject({ name }),
    handle({ organization, path, body }) {
      const group = findEditableGroup(organization, path.group_id);
      group.name = body.name;
      recordEvent(organization, 'group.updated', {
        id: group.id,
        changes_requested: { group_name: body.name },
      });
      // This answer alone has no group_type.
      const { group_type: _, ...fields } = toGroup(group);
      return fields;
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/groups/{group_id}',
    handle({ organization, path }) {
      const { id } = findEditableGroup(organization, path.group_id);
      dropAssignments(organization, { type: 'group', id });
      organization.access.groups.delete(id);
      recordEvent(organization, 'group.deleted', { id });
      return { id, object: 'group.deleted', deleted: true };
    },
  }),
];

function toGroup({ members: _, ...group }: Group) {
  return group;
}
