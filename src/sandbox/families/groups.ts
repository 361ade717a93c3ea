/** The operations of the organization's groups. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { paginateByTokenOrId, tokenRules } from '../http/paginate-by-token.ts';
import { resource } from '../http/resource-operations.ts';
import type { Group } from '../organization/access.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { dropAssignments } from '../organization/role-assignments.ts';

const body = z.strictObject({ name: z.string().min(1).max(255) });

export const groups = resource({
  path: '/organization/groups/{group_id}',
  parent: wholeOrganization,
  what: 'group',
  rows: ({ organization }) => organization.access.groups,
  show: ({ members: _members, ...group }) => group,
  refuseChange: refuseManaged,
});

export const groupOperations = [
  groups.list({ query: tokenRules(1000, 100), page: paginateByTokenOrId }),
  groups.create({
    body,
    make({ organization, body: { name } }): Group {
      const id = `group_${organization.random.characters(24)}`;
      const created_at = organization.now();
      return { id, name, created_at, group_type: 'group', is_scim_managed: false, members: new Map() };
    },
    event: 'group.created',
    payload: ({ id, name }) => ({ id, data: { group_name: name } }),
  }),
  groups.get(),
  groups.change({
    body,
    event: 'group.updated',
    payload: ({ id, name }) => ({ id, changes_requested: { group_name: name } }),
    apply(group, { body: { name } }) {
      group.name = name;
      // This answer alone has no group_type.
      const { members: _members, group_type: _type, ...fields } = group;
      return fields;
    },
  }),
  groups.remove({
    before: ({ id }, { organization }) => dropAssignments(organization, { type: 'group', id }),
    answer: 'group.deleted',
    event: 'group.deleted',
  }),
];

/** 400 for a group whose name and members a directory decides through SCIM. */
function refuseManaged({ id, is_scim_managed }: Group): void {
  if (!is_scim_managed) return;
  const message = `Group '${id}' is managed through SCIM. Change it in the identity provider.`;
  throw badRequest(message, 'group_id', 'group_is_scim_managed');
}
