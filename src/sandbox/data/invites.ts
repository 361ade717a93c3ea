/** The invites of the seeded organization: waiting, accepted by people who are here now, and expired. */
import type { Invite } from '../organization/access.ts';
import type { Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { Random } from './random.ts';

/** An invite waits so long. */
export const INVITE_LIFETIME = 7 * DAY;

type InviteProfile = { email: string; role: Invite['role']; sentDaysAgo: number; projects: string[] };

/** One is for an owner, and one leads into no project. */
const UNANSWERED: readonly InviteProfile[] = [
  { email: 'sabine.krueger@halden-works.example', role: 'reader', sentDaysAgo: 96, projects: ['Mobile-App'] },
  { email: 'interim.cfo@northgate-advisory.example', role: 'owner', sentDaysAgo: 41, projects: [] },
  { email: 'paulo.mendes@halden-works.example', role: 'reader', sentDaysAgo: 5, projects: ['Data-Science'] },
  {
    email: 'alva.strand@halden-works.example',
    role: 'reader',
    sentDaysAgo: 3,
    projects: ['Voice-Agent', 'Internal-Tools'],
  },
  { email: 'tomoko.arai@halden-works.example', role: 'owner', sentDaysAgo: 1, projects: [] },
];

/** Oldest first. The accepted ones belong to the three users who joined last. */
export function createInvites(
  users: readonly User[],
  projects: readonly Project[],
  random: Random,
  startedAt: number,
): Invite[] {
  const newcomers = [...users].sort((one, other) => other.added_at - one.added_at).slice(0, 3);
  const accepted = newcomers.map(({ email, role, added_at }): Invite => {
    const created_at = added_at - random.integer(3600, 3 * DAY);
    const [standard] = projects;
    return {
      id: `invite-${random.characters(20)}`,
      email,
      role,
      projects: standard === undefined ? [] : [{ id: standard.id, role: 'member' }],
      created_at,
      expires_at: created_at + INVITE_LIFETIME,
      accepted_at: added_at,
    };
  });
  const waiting = UNANSWERED.map((profile): Invite => {
    const created_at = startedAt - profile.sentDaysAgo * DAY - random.integer(0, DAY / 2);
    const inProjects = projects.filter(({ name }) => profile.projects.includes(name));
    return {
      id: `invite-${random.characters(20)}`,
      email: profile.email,
      role: profile.role,
      projects: inProjects.map(({ id }) => ({ id, role: 'member' })),
      created_at,
      expires_at: created_at + INVITE_LIFETIME,
      accepted_at: null,
    };
  });
  return [...accepted, ...waiting].sort((one, other) => one.created_at - other.created_at);
}
