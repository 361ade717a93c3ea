/** The admin API keys of the seeded organization beside the sandbox's own, among them neglected ones. */
import type { AdminApiKey } from '../organization/access.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { Random } from './random.ts';

type KeyProfile = {
  name: string;
  createdDaysAgo: number;
  usedDaysAgo: number;
  expiresInDays: number | null;
};

/** The first was made by hand long ago, never expires and is hardly used; the last has expired. */
const PROFILES: readonly KeyProfile[] = [
  { name: 'setup (do not delete)', createdDaysAgo: 702, usedDaysAgo: 311, expiresInDays: null },
  { name: 'terraform', createdDaysAgo: 152, usedDaysAgo: 1, expiresInDays: 213 },
  { name: 'finance dashboard', createdDaysAgo: 75, usedDaysAgo: 0, expiresInDays: 15 },
  { name: 'contractor audit', createdDaysAgo: 118, usedDaysAgo: 64, expiresInDays: -28 },
];

/** Nobody knows the values of these keys; they are made so that the lists have something to hide. */
export function createAdminKeys(
  users: readonly User[],
  ownKey: AdminApiKey,
  random: Random,
  startedAt: number,
): AdminApiKey[] {
  const owners = users.filter((user) => user.role === 'owner');
  const keys = PROFILES.map((profile, index): AdminApiKey => {
    const owner = owners[index % owners.length] ?? ownKey.owner;
    const earliest = owner.added_at + DAY;
    return {
      id: `key_${random.characters(20)}`,
      name: profile.name,
      value: `sk-admin-sandbox-${random.characters(32)}`,
      created_at: Math.max(earliest, startedAt - profile.createdDaysAgo * DAY - random.integer(0, DAY)),
      last_used_at: startedAt - profile.usedDaysAgo * DAY - random.integer(60, 36_000),
      expires_at: profile.expiresInDays === null ? null : startedAt + profile.expiresInDays * DAY,
      owner,
    };
  });
  return [...keys, ownKey];
}
