/** The seeded audit log: 120 days of events that fit the seeded projects, people and keys. */
import type { AuditActor, AuditEntry, Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY, HOUR, MINUTE } from '../seconds.ts';
import type { Random } from './random.ts';

/** How far back the audit log and the traffic go. */
export const HISTORY_DAYS = 120;
const ENTRY_COUNT = 800;

/** Something that happened, before it is known from where it was done. */
export type SeededEvent = {
  type: string;
  at: number;
  project: Project | null;
  by: User;
  payload: AuditEntry['payload'];
};

/** Oldest first; `history` is what happened outside the projects' own story. */
export function createAuditLog(
  projects: readonly Project[],
  users: readonly User[],
  adminKey: { id: string; owner: User },
  random: Random,
  startedAt: number,
  history: readonly SeededEvent[],
): AuditEntry[] {
  const from = startedAt - HISTORY_DAYS * DAY;
  const events = [
    ...projects.flatMap((project) => historyOf(project, users, random)),
    ...deletedServiceAccount(projects, users, random, startedAt),
    ...history,
  ].filter((event) => event.at >= from && event.at < startedAt);
  while (events.length < ENTRY_COUNT) events.push(everydayEvent(projects, users, random, from, startedAt));
  events.sort((one, other) => one.at - other.at);
  return events.map((event) => {
    const { project } = event;
    return {
      id: `audit_log-${random.characters(24)}`,
      type: event.type,
      effective_at: event.at,
      project: project === null ? null : { id: project.id, name: project.name },
      actor: actorOf(event, adminKey, random),
      payload: event.payload,
    };
  });
}

/** What must have happened for the project to be as it is. */
function historyOf(project: Project, users: readonly User[], random: Random): SeededEvent[] {
  const owners = users.filter((user) => project.members.get(user.id)?.role === 'owner');
  const event = (type: string, at: number, payload: SeededEvent['payload']): SeededEvent => ({
    type,
    at,
    project,
    by: owners.length === 0 ? random.pick(users) : random.pick(owners),
    payload,
  });
  const events = [
    event('project.created', project.created_at, {
      id: project.id,
      data: { name: project.name, title: project.name },
    }),
  ];
  if (project.archived_at !== null)
    events.push(event('project.archived', project.archived_at, { id: project.id }));
  for (const account of project.serviceAccounts.values()) {
    events.push(
      event('service_account.created', account.created_at, { id: account.id, data: { role: account.role } }),
    );
  }
  for (const key of project.apiKeys.values()) {
    events.push(event('api_key.created', key.created_at, { id: key.id, data: { scopes: key.scopes } }));
  }
  if (!project.is_default) {
    for (const member of project.members.values()) {
      events.push(event('user.added', member.added_at, { id: member.user_id, data: { role: member.role } }));
    }
  }
  return events;
}

/** Someone made a service account for Marketing-Gen weeks ago and deleted it in the last 24 hours. */
function deletedServiceAccount(
  projects: readonly Project[],
  users: readonly User[],
  random: Random,
  startedAt: number,
): SeededEvent[] {
  const project = projects.find(({ name }) => name === 'Marketing-Gen') ?? null;
  const by =
    users.find((user) => user.role === 'reader' && project?.members.has(user.id)) ?? random.pick(users);
  const id = `svc_acct_${random.characters(20)}`;
  const event = { project, by };
  return [
    {
      ...event,
      type: 'service_account.created',
      at: startedAt - 52 * DAY,
      payload: { id, data: { role: 'member' } },
    },
    { ...event, type: 'service_account.deleted', at: startedAt - 7 * HOUR - 21 * MINUTE, payload: { id } },
  ];
}

function everydayEvent(
  projects: readonly Project[],
  users: readonly User[],
  random: Random,
  from: number,
  until: number,
): SeededEvent {
  const at = random.integer(from, until - 60);
  const by = random.pick(users);
  const share = random.fraction();
  if (share < 0.4) return { type: 'login.succeeded', at, project: null, by, payload: {} };
  if (share < 0.58) return { type: 'logout.succeeded', at, project: null, by, payload: {} };
  if (share < 0.64) {
    const payload = { error_code: 'mfa_failed', error_message: 'The one-time code was wrong.' };
    return { type: 'login.failed', at, project: null, by, payload };
  }
  const project = random.pick(
    projects.filter((candidate) => candidate.archived_at === null && candidate.created_at < at),
  );
  const owner = random.pick(users.filter((user) => user.role === 'owner'));
  if (share < 0.78) {
    const limit = random.pick([...project.rateLimits.values()]);
    const changes_requested = { max_requests_per_1_minute: random.integer(1, 20) * 500 };
    return {
      type: 'rate_limit.updated',
      at,
      project,
      by: owner,
      payload: { id: limit.id, changes_requested },
    };
  }
  if (share < 0.86) {
    const id = `key_${random.characters(20)}`;
    return { type: 'api_key.deleted', at, project, by, payload: { id } };
  }
  if (share < 0.92) {
    const member = random.pick(users);
    const changes_requested = { role: random.pick(['owner', 'member']) };
    return { type: 'user.updated', at, project, by: owner, payload: { id: member.id, changes_requested } };
  }
  if (share < 0.96) {
    const data = { email: `applicant${random.integer(1, 99)}@halden-works.example`, role: 'reader' };
    return {
      type: 'invite.sent',
      at,
      project: null,
      by: owner,
      payload: { id: `invite-${random.characters(20)}`, data },
    };
  }
  return {
    type: 'project.updated',
    at,
    project,
    by: owner,
    payload: { id: project.id, changes_requested: { title: project.name } },
  };
}

/** Logins are always sessions; a fifth of an owner's changes came through the admin key or a script's key. */
function actorOf(event: SeededEvent, adminKey: { id: string; owner: User }, random: Random): AuditActor {
  const { by, project, type } = event;
  const share = random.fraction();
  const [account] = project?.serviceAccounts.values() ?? [];
  if (type === 'rate_limit.updated' && share < 0.1 && account !== undefined) {
    const service_account = { id: account.id };
    return { type: 'api_key', api_key: { id: adminKey.id, type: 'service_account', service_account } };
  }
  if (project !== null && by === adminKey.owner && share < 0.4) {
    const user = { id: by.id, email: by.email };
    return { type: 'api_key', api_key: { id: adminKey.id, type: 'user', user } };
  }
  // 203.0.113.0/24 is reserved for documentation.
  const ip_address = `203.0.113.${random.integer(1, 254)}`;
  return { type: 'session', session: { user: { id: by.id, email: by.email }, ip_address } };
}
