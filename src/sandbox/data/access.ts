/** Who may do what in the seeded organization. */
import type { Access, AdminApiKey } from '../organization/access.ts';
import { byId } from '../organization/by-id.ts';
import type { Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { createAdminKeys } from './admin-keys.ts';
import { createCertificates } from './certificates.ts';
import { createGroups } from './groups.ts';
import { createInvites } from './invites.ts';
import type { Random } from './random.ts';
import { createAssignments, createCustomRoles } from './roles.ts';

export function createAccess(
  users: readonly User[],
  projects: readonly Project[],
  adminKey: AdminApiKey,
  random: Random,
  startedAt: number,
): Access {
  const groups = createGroups(users, random, startedAt);
  const roles = createCustomRoles(projects, adminKey.owner, random, startedAt);
  return {
    groups: byId(groups),
    customRoles: byId(roles),
    roleAssignments: createAssignments({ users, projects, groups, roles }, random, startedAt),
    invites: byId(createInvites(users, projects, random, startedAt)),
    adminKeys: byId(createAdminKeys(users, adminKey, random, startedAt)),
    certificates: byId(createCertificates(projects, random, startedAt)),
  };
}
