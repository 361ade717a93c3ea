/** How a project of the seeded organization is made from its profile: members, service accounts, keys, limits. */
import { byId } from '../organization/by-id.ts';
import type { Project, ProjectMember, ServiceAccount } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import { createApiKeys } from './api-keys.ts';
import { createRateLimits } from './models.ts';
import type { ProjectProfile } from './project-profiles.ts';
import type { Random } from './random.ts';

export function createProject(
  profile: ProjectProfile,
  users: readonly User[],
  random: Random,
  startedAt: number,
): Project {
  const created_at = startedAt - profile.createdDaysAgo * DAY - random.integer(0, DAY);
  const archived_at =
    profile.archivedDaysAgo === undefined
      ? null
      : startedAt - profile.archivedDaysAgo * DAY - random.integer(0, DAY);
  const is_default = profile.memberCount === 0;
  const project: Project = {
    id: `proj_${random.characters(24)}`,
    name: profile.name,
    created_at,
    archived_at,
    is_default,
    residency: profile.residency ?? 'GLOBAL',
    external_key_id: null,
    members: is_default
      ? everyone(users)
      : createMembers(profile.memberCount, users, random, created_at, startedAt),
    serviceAccounts: createServiceAccounts(profile.serviceAccounts, random, created_at, startedAt),
    apiKeys: new Map(),
    rateLimits: createRateLimits(),
    files: new Map(),
    vectorStores: new Map(),
  };
  project.apiKeys = createApiKeys(project, users, random, startedAt);
  return project;
}

/** Everyone in the organization belongs to the default project. */
function everyone(users: readonly User[]): Map<string, ProjectMember> {
  return new Map(
    users.map((user) => [
      user.id,
      { user_id: user.id, role: user.role === 'owner' ? 'owner' : 'member', added_at: user.added_at },
    ]),
  );
}

function createMembers(
  count: number,
  users: readonly User[],
  random: Random,
  createdAt: number,
  startedAt: number,
): Map<string, ProjectMember> {
  const members = new Map<string, ProjectMember>();
  while (members.size < count) {
    const user = random.pick(users);
    if (members.has(user.id)) continue;
    members.set(user.id, {
      user_id: user.id,
      role: members.size < 2 ? 'owner' : 'member',
      added_at: random.integer(Math.max(createdAt, user.added_at), startedAt - DAY),
    });
  }
  return members;
}

function createServiceAccounts(
  names: readonly string[],
  random: Random,
  createdAt: number,
  startedAt: number,
): Map<string, ServiceAccount> {
  const accounts = names.map((name, index): ServiceAccount => {
    const created_at = random.integer(createdAt, createdAt + (startedAt - createdAt) / 2);
    return {
      id: `svc_acct_${random.characters(20)}`,
      name,
      role: index === 0 ? 'owner' : 'member',
      created_at,
    };
  });
  return byId(accounts);
}
