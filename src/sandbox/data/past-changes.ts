/** Changes of the last months that left nothing behind but their entries in the audit log. */
import type { AuditEntry, Organization } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { SeededEvent } from './audit-log.ts';
import type { Random } from './random.ts';

/** What came and went again, and what was changed to what it is now; spend limits and retention have no events in the API. */
export function pastChanges(organization: Organization, random: Random): SeededEvent[] {
  const { access, startedAt, id: organizationId } = organization;
  const users = [...organization.users.values()];
  const owners = users.filter((user) => user.role === 'owner');
  const readers = users.filter((user) => user.role === 'reader');
  const id = (prefix: string) => `${prefix}${random.characters(24)}`;
  const event = (
    daysAgo: number,
    type: string,
    payload: AuditEntry['payload'],
    by: User = random.pick(owners),
  ): SeededEvent => ({
    type,
    at: startedAt - daysAgo * DAY - random.integer(0, DAY / 2),
    project: null,
    by,
    payload,
  });
  const group = id('group_');
  const pilots = id('group_');
  const role = id('role_');
  const [assigned, leaver] = [random.pick(readers), id('user-')];
  const assignment = {
    id: `${assigned.id}:${role}`,
    principal_id: assigned.id,
    principal_type: 'user',
    resource_id: organizationId,
    resource_type: 'api.organization',
  };
  const invite = id('invite-');
  const certificate = { id: id('cert_'), name: 'Partner gateway 2024' };
  const allowlist = { id: id('ipal_'), name: 'Offices and VPN' };
  const [known] = access.groups.values();
  const [custom] = access.customRoles.values();
  return [
    event(117, 'organization.updated', {
      id: organizationId,
      changes_requested: { title: 'Halden Works' },
    }),
    event(111, 'group.created', { id: group, data: { group_name: 'Summer interns' } }),
    event(24, 'group.deleted', { id: group }),
    event(66, 'group.created', { id: pilots, data: { group_name: 'Voice pilot' } }),
    event(65, 'group.updated', { id: pilots, changes_requested: { group_name: 'Voice Pilot' } }),
    event(12, 'group.deleted', { id: pilots }),
    ...(known === undefined
      ? []
      : [event(40, 'group.updated', { id: known.id, changes_requested: { group_name: known.name } })]),
    event(98, 'role.created', {
      id: role,
      role_name: 'Temporary Auditor',
      permissions: ['api.audit_logs.read'],
      resource_id: organizationId,
      resource_type: 'api.organization',
    }),
    event(97, 'role.assignment.created', assignment),
    event(43, 'role.assignment.deleted', assignment),
    event(42, 'role.deleted', { id: role }),
    ...(custom === undefined
      ? []
      : [
          event(29, 'role.updated', {
            id: custom.id,
            changes_requested: { description: custom.description },
          }),
        ]),
    event(71, 'invite.sent', { id: invite, data: { email: 'temp@halden-works.example', role: 'reader' } }),
    event(70, 'invite.deleted', { id: invite }),
    event(110, 'user.added', { id: leaver, data: { role: 'reader' } }),
    event(33, 'user.updated', { id: leaver, changes_requested: { role: 'owner' } }),
    event(32, 'user.updated', { id: leaver, changes_requested: { role: 'reader' } }),
    event(6, 'user.deleted', { id: leaver }),
    event(58, 'certificates.deactivated', { certificates: [certificate] }),
    event(57, 'certificate.deleted', certificate),
    event(81, 'ip_allowlist.created', { ...allowlist, allowed_ips: ['203.0.113.0/24'] }),
    event(80, 'ip_allowlist.config.activated', { configs: [allowlist] }),
  ];
}
