/** Owns finding a group, and the refusal to change one that a directory manages. */
import { badRequest } from '../http/api-fault.ts';
import type { Group } from './access.ts';
import { find } from './lookup.ts';
import type { Organization } from './organization.ts';

export function findGroup(organization: Organization, id: string): Group {
  return find(organization.access.groups, 'group', id);
}

/** A group whose name and members the API may change: 400 where a directory decides them through SCIM. */
export function findEditableGroup(organization: Organization, id: string): Group {
  const group = findGroup(organization, id);
  if (group.is_scim_managed) {
    throw badRequest(
      `Group '${id}' is managed through SCIM. Change it in the identity provider.`,
      'group_id',
      'group_is_scim_managed',
    );
  }
  return group;
}
