/** The project API keys of the seeded organization, among them the neglected ones that an audit should find. */
import { byId } from '../organization/by-id.ts';
import { redact } from '../organization/mint-key.ts';
import type { KeyOwner, Project, ProjectApiKey } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY, HOUR } from '../seconds.ts';
import { formerUser } from './people.ts';
import type { Random } from './random.ts';

const FORMER_PEOPLE: Record<string, string> = {
  'Data-Science': 'Gareth Pritchard',
  'Customer-Support-Bot': 'Lucía Ferrer',
  'Internal-Tools': 'Gareth Pritchard',
  'Mobile-App': 'Bastian Roth',
};

/**
 * One key in use for every service account and one for the first member; beside them, depending on the
 * project, a key unused for more than 200 days, one that expires soon, and one whose owner lost access.
 */
export function createApiKeys(
  project: Project,
  users: readonly User[],
  random: Random,
  startedAt: number,
): Map<string, ProjectApiKey> {
  const keys: ProjectApiKey[] = [];
  const endsAt = project.archived_at ?? startedAt;
  const add = (name: string, owner: KeyOwner, created_at: number, last_used_at: number | null) => {
    const prefix = owner.type === 'user' ? 'sk-proj-' : 'sk-svcacct-';
    const key: ProjectApiKey = {
      id: `key_${random.characters(20)}`,
      name,
      redacted_value: redact(`${prefix}${random.characters(24)}`),
      created_at,
      last_used_at,
      expires_at: null,
      scopes: [],
      owner,
    };
    keys.push(key);
    return key;
  };
  const recently = () => endsAt - random.integer(30, 20 * HOUR);
  for (const account of project.serviceAccounts.values()) {
    add(`${account.name}-key`, { type: 'service_account', id: account.id }, account.created_at, recently());
  }
  const members = users.filter((user) => project.members.has(user.id));
  const [developer, forgetful, careful] = members;
  if (developer !== undefined) {
    add(
      'local development',
      asOwner(developer),
      random.integer(project.created_at, endsAt - DAY),
      recently(),
    );
  }
  const age = Math.floor((endsAt - project.created_at) / DAY);
  if (forgetful !== undefined && age > 230) {
    const created_at = project.created_at + random.integer(1, 10) * DAY;
    const never = random.fraction() < 0.3;
    add('prototype', asOwner(forgetful), created_at, never ? null : endsAt - random.integer(201, 220) * DAY);
  }
  if (careful !== undefined && age > 90) {
    const key = add('contractor access', asOwner(careful), endsAt - random.integer(40, 80) * DAY, recently());
    key.expires_at = key.created_at + 90 * DAY;
    key.scopes = ['api.all.read'];
  }
  const formerName = FORMER_PEOPLE[project.name];
  if (formerName !== undefined) {
    const former = formerUser(formerName, random, project.created_at - 30 * DAY);
    add(
      'old laptop',
      { type: 'user', ...former },
      project.created_at + 20 * DAY,
      endsAt - random.integer(3, 150) * DAY,
    );
  }
  return byId(keys);
}

export function asOwner(user: User): KeyOwner {
  return { type: 'user', id: user.id, name: user.name, email: user.email, created_at: user.created };
}
