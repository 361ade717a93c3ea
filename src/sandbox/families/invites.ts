/** The operations of invites to the organization. */
import * as z from 'zod';
import { INVITE_LIFETIME } from '../data/invites.ts';
import { badRequest } from '../http/api-fault.ts';
import { cursorRules } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Invite } from '../organization/access.ts';
import { defaultProject, findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';

const projects = z.array(z.strictObject({ id: z.string(), role: z.enum(['member', 'owner']) }));

const invites = resource({
  path: '/organization/invites/{invite_id}',
  parent: wholeOrganization,
  what: 'invite',
  rows: ({ organization }) => organization.access.invites,
  show: (invite, { organization }) => ({
    object: 'organization.invite',
    ...invite,
    status: statusOf(organization, invite),
  }),
});

export const inviteOperations = [
  invites.list({ query: z.strictObject(cursorRules) }),
  invites.create({
    body: z.strictObject({
      email: z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'it is no e-mail address.'),
      role: z.enum(['reader', 'owner']),
      projects: projects.optional(),
    }),
    make({ organization, body }) {
      refuseKnownAddress(organization, body.email);
      const created_at = organization.now();
      const invite: Invite = {
        id: `invite-${organization.random.characters(20)}`,
        email: body.email,
        role: body.role,
        projects: body.projects ?? legacyProjects(organization, body.role),
        created_at,
        expires_at: created_at + INVITE_LIFETIME,
        accepted_at: null,
      };
      refuseUnfitProjects(organization, invite.projects);
      return invite;
    },
    event: 'invite.sent',
    payload: ({ id, email, role }) => ({ id, data: { email, role } }),
  }),
  invites.get(),
  invites.remove({ before: refuseAccepted, answer: 'organization.invite.deleted', event: 'invite.deleted' }),
];

function refuseAccepted({ id, accepted_at }: Invite): void {
  if (accepted_at === null) return;
  const message = `Invite '${id}' has been accepted and cannot be deleted.`;
  throw badRequest(message, 'invite_id', 'invite_already_accepted');
}

/** An invite that names no projects at all leads into the default project; an empty list leads into none. */
function legacyProjects(organization: Organization, role: Invite['role']): Invite['projects'] {
  return [{ id: defaultProject(organization).id, role: role === 'owner' ? 'owner' : 'member' }];
}

function refuseKnownAddress(organization: Organization, email: string): void {
  const wanted = email.toLowerCase();
  const isWanted = (other: { email: string }) => other.email.toLowerCase() === wanted;
  if ([...organization.users.values()].some(isWanted)) {
    const message = `'${email}' already belongs to this organization.`;
    throw badRequest(message, 'email', 'user_already_in_organization');
  }
  const pending = [...organization.access.invites.values()].filter(
    (invite) => statusOf(organization, invite) === 'pending',
  );
  if (pending.some(isWanted)) {
    throw badRequest(`'${email}' already has a pending invite.`, 'email', 'invite_already_pending');
  }
}

function refuseUnfitProjects(organization: Organization, wanted: Invite['projects']): void {
  for (const { id } of wanted) findActiveProject(organization, id);
  if (new Set(wanted.map(({ id }) => id)).size < wanted.length) {
    throw badRequest("Give every project once in 'projects'.", 'projects', 'invalid_value');
  }
}

function statusOf(organization: Organization, invite: Invite): 'accepted' | 'expired' | 'pending' {
  if (invite.accepted_at !== null) return 'accepted';
  return invite.expires_at <= organization.now() ? 'expired' : 'pending';
}
