/** The groups of the seeded organization and who belongs to them. */
import type { Group } from '../organization/access.ts';
import type { User } from '../organization/user.ts';
import { DAY, HOUR } from '../seconds.ts';
import type { Random } from './random.ts';

export type GroupName = (typeof PROFILES)[number]['name'];

/** One is fed by a directory through SCIM, and one belongs to the tenant above the organization. */
const PROFILES = [
  { name: 'Platform Engineering', createdDaysAgo: 430, members: 8 },
  { name: 'Data Science', createdDaysAgo: 428, members: 6 },
  { name: 'Support Operations', createdDaysAgo: 300, members: 5 },
  { name: 'Finance and Procurement', createdDaysAgo: 212, members: 3 },
  { name: 'Okta: Security Reviewers', createdDaysAgo: 101, members: 4, scim: true },
  { name: 'Halden Contractors', createdDaysAgo: 48, members: 2, tenant: true },
] as const;

export function createGroups(users: readonly User[], random: Random, startedAt: number): Group[] {
  return PROFILES.map((profile) => {
    const created_at = startedAt - profile.createdDaysAgo * DAY - random.integer(0, DAY);
    const members = new Map<string, number>();
    while (members.size < profile.members) {
      const user = random.pick(users);
      if (members.has(user.id)) continue;
      const earliest = [...members.values()].at(-1) ?? Math.max(created_at, user.added_at);
      members.set(user.id, random.integer(Math.max(earliest, user.added_at), startedAt - HOUR));
    }
    return {
      id: `group_${random.characters(24)}`,
      name: profile.name,
      created_at,
      group_type: 'tenant' in profile ? 'tenant_group' : 'group',
      is_scim_managed: 'scim' in profile,
      members,
    };
  });
}
