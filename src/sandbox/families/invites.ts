/** Owns the operations of invites to the organization. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules } from '../http/query-rules.ts';
import type { Invite } from '../organization/access.ts';
import { defaultProject, find, findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';

const lifetimeSeconds = 7 * 86_400;

const projects = z.array(z.strictObject({ id: z.string(), role: z.enum(['member', 'owner']) }));

export const inviteOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/invites',
    query: z.strictObject(cursorRules),
    handle({ organization, query }) {
      const invites = [...organization.access.invites.values()];
      return paginate(
        invites.map((invite) => toInvite(organization, invite)),
        query,
      );
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/invites',
    body: z.strictObject({
      email: z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'it is no e-mail address.'),
      role: z.enum(['reader', 'owner']),
      projects: projects.optional(),
    }),
    handle({ organization, body }) {
      refuseKnownAddress(organization, body.email);
      const created_at = organization.now();
      const invite: Invite = {
        id: `invite-${organization.random.characters(20)}`,
        email: body.email,
        role: body.role,
        projects: body.projects ?? legacyProjects(organization, body.role),
        created_at,
        expires_at: created_at + lifetimeSeconds,
        accepted_at: null,
      };
      refuseUnfitProjects(organization, invite.projects);
      organization.access.invites.set(invite.id, invite);
      recordEvent(organization, 'invite.sent', {
        id: invite.id,
        data: { email: invite.email, role: invite.role },
      });
      return toInvite(organization, invite);
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/invites/{invite_id}',
    handle: ({ organization, path }) => toInvite(organization, findInvite(organization, path.invite_id)),
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/invites/{invite_id}',
    handle({ organization, path }) {
      const { id, accepted_at } = findInvite(organization, path.invite_id);
      if (accepted_at !== null) {
        throw badRequest(
          `Invite '${id}' has been accepted and cannot be deleted.`,
          'invite_id',
          'invite_already_accepted',
        );
      }
      organization.access.invites.delete(id);
      recordEvent(organization, 'invite.deleted', { id });
      return { id, object: 'organization.invite.deleted', deleted: true };
    },
  }),
];

function findInvite(organization: Organization, id: string): Invite {
  return find(organization.access.invites, 'invite', id);
}

/** An invite that names no projects at all leads into the default project; an empty list leads into none. */
function legacyProjects(organization: Organization, role: Invite['role']): Invite['projects'] {
  return [{ id: defaultProject(organization).id, role: role === 'owner' ? 'owner' : 'member' }];
}

function refuseKnownAddress(organization: Organization, email: string): void {
  const wanted = email.toLowerCase();
  const isWanted = (other: { email: string }) => other.email.toLowerCase() === wanted;
  if ([...organization.users.values()].some(isWanted)) {
    throw badRequest(
      `'${email}' already belongs to this organization.`,
      'email',
      'user_already_in_organization',
    );
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

function toInvite(organization: Organization, invite: Invite) {
  return { object: 'organization.invite', ...invite, status: statusOf(organization, invite) };
}
