/** The seeded organization as it is put together: people, projects, keys, vector stores, history. */
import type { AdminApiKey } from '../organization/access.ts';
import { byId } from '../organization/by-id.ts';
import { redact } from '../organization/mint-key.ts';
import type { Organization, Project, ProjectApiKey } from '../organization/organization.ts';
import { DAY } from '../seconds.ts';
import { createStreams, ofFormerKey } from '../traffic/create-streams.ts';
import type { Shape } from '../traffic/shape.ts';
import { createAccess } from './access.ts';
import { accessHistory } from './access-history.ts';
import { asOwner } from './api-keys.ts';
import { createAuditLog } from './audit-log.ts';
import { createFormerKey } from './former-key.ts';
import { pastChanges } from './past-changes.ts';
import { asciiSlug, createUsers } from './people.ts';
import { PROJECT_PROFILES } from './project-profiles.ts';
import { createProject } from './projects.ts';
import { createRandom } from './random.ts';
import { trustHistory } from './trust-history.ts';
import { addVectorStores } from './vector-stores.ts';

/** Everything but the audit log and the traffic takes its numbers from one stream, so the order below is part of the seed. */
export function createOrganization(seed: number, now: () => number, shape: Shape): Organization {
  const startedAt = now();
  const random = createRandom(`organization ${seed}`);
  const users = createUsers(random, startedAt);
  const [owner] = users;
  if (owner === undefined) throw new Error('the sandbox organization has no users');
  const projects = PROJECT_PROFILES.map((profile) => createProject(profile, users, random, startedAt));
  for (const project of projects) addVectorStores(project, random, startedAt);
  const projectKeysByValue = new Map<string, { project: Project; key: ProjectApiKey }>();
  for (const project of projects) {
    if (project.archived_at !== null) continue;
    const value = `sk-proj-sandbox-${asciiSlug(project.name).slice(0, 8)}-${random.characters(24)}`;
    const key: ProjectApiKey = {
      id: `key_${random.characters(20)}`,
      name: 'sandbox',
      redacted_value: redact(value),
      created_at: project.created_at,
      last_used_at: startedAt - 60,
      expires_at: null,
      scopes: [],
      owner: asOwner(owner),
    };
    project.apiKeys.set(key.id, key);
    projectKeysByValue.set(value, { project, key });
  }
  const adminKey: AdminApiKey = {
    id: `key_${random.characters(20)}`,
    name: 'sandbox',
    value: `sk-admin-sandbox-${random.characters(32)}`,
    // Older than the audit log, which names it from its first day.
    created_at: startedAt - 133 * DAY,
    last_used_at: startedAt - 60,
    expires_at: startedAt + 232 * DAY,
    owner,
  };
  const id = 'org-sandbox-halden-works';
  const access = createAccess(users, projects, adminKey, createRandom(`access ${seed}`), startedAt);
  const streams = createStreams(projects, seed, startedAt, shape);
  const formerKey = createFormerKey(projects, owner, seed, startedAt);
  const organization: Organization = {
    id,
    now,
    seed,
    startedAt,
    seededNames: new Map(projects.map((project) => [project.id, project.name])),
    random: createRandom(`made while running ${seed}`),
    users: byId(users),
    projects: byId(projects),
    auditLog: [],
    adminKey,
    access,
    projectKeysByValue,
    shape,
    deletedKeys: new Map([[formerKey.id, formerKey.deletedAt]]),
    streams: [...streams, ...ofFormerKey(streams, formerKey)],
  };
  const history = [
    ...formerKey.history,
    ...accessHistory(access, id, projects, users, createRandom(`access history ${seed}`)),
    ...trustHistory(organization, createRandom(`trust history ${seed}`)),
    ...pastChanges(organization, createRandom(`past changes ${seed}`)),
  ];
  const log = createAuditLog(
    projects,
    users,
    adminKey,
    createRandom(`audit log ${seed}`),
    startedAt,
    history,
  );
  organization.auditLog.push(...log);
  return organization;
}
